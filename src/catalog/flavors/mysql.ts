/** MySQL on its own or with asynchronous or semi-synchronous replication. */
import type { Flavor } from '../../model/flavor.js';
import { mysqlErrors } from '../../mysql/mariadb-errors.js';
import { replicationHealth } from '../../mysql/replication-health.js';
import { readVariables } from '../../mysql/read-variables.js';

export const mysql: Flavor = {
  kind: 'mysql',
  summary: 'MySQL, alone or with asynchronous or semi-synchronous replication.',
  specificity: 1,
  detect: async (version, query) => {
    if (/mariadb|vitess|tidb|oceanbase/iu.test(version)) return false;
    const [row] = await query('SELECT @@version_comment AS comment');
    return /mysql|percona/iu.test(String(row?.['comment']));
  },
  errors: mysqlErrors,
  health: (query) => replicationHealth(query, 'SHOW REPLICA STATUS'),
  strongRead: [],
  settings: readVariables([
    'innodb_flush_log_at_trx_commit',
    'sync_binlog',
    'log_bin',
    'transaction_isolation',
    'read_only',
    'super_read_only',
    'rpl_semi_sync_source_enabled',
    'rpl_semi_sync_source_wait_point',
    'rpl_semi_sync_source_timeout',
    'gtid_mode',
    'max_connections',
  ]),
};
