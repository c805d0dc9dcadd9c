/** MariaDB on its own or with its own replication. */
import type { Flavor } from '../../model/flavor.js';
import { mariadbErrors } from '../../mysql/mariadb-errors.js';
import { replicationHealth } from '../../mysql/replication-health.js';
import { readVariables } from '../../mysql/read-variables.js';

export const mariadb: Flavor = {
  kind: 'mariadb',
  summary: 'MariaDB, alone or with its own replication.',
  specificity: 1,
  detect: async (version) => /mariadb/iu.test(version),
  errors: mariadbErrors,
  health: (query) => replicationHealth(query, 'SHOW SLAVE STATUS'),
  strongRead: [],
  settings: readVariables([
    'innodb_flush_log_at_trx_commit',
    'sync_binlog',
    'log_bin',
    'tx_isolation',
    'read_only',
    'rpl_semi_sync_master_enabled',
    'rpl_semi_sync_master_wait_point',
    'rpl_semi_sync_master_timeout',
    'gtid_strict_mode',
    'max_connections',
  ]),
};
