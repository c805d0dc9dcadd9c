/** MariaDB on its own or with its own replication. */
import type { Flavor } from '../../model/flavor.js';
import { mariadbErrors } from '../../mysql/server-errors.js';
import { replicationHealth } from '../../mysql/replication-health.js';
import { readVariables } from '../../mysql/read-variables.js';

export const mariadb: Flavor = {
  kind: 'mariadb',
  summary: 'MariaDB, alone or with its own replication.',
  specificity: 1,
  detect: async (version) => /mariadb/iu.test(version),
  errors: mariadbErrors,
  health: (query) => replicationHealth(query, ['SHOW SLAVE STATUS']),
  strongRead: [],
  switchover: {
    statements: [
      { on: 'old-primary', sql: 'SET GLOBAL read_only = ON' },
      { on: 'new-primary', sql: 'STOP SLAVE' },
      { on: 'new-primary', sql: 'RESET SLAVE ALL' },
      { on: 'new-primary', sql: 'SET GLOBAL read_only = OFF' },
    ],
    note: 'Between the first and the second statement the new primary must have applied everything that the old one has.',
  },
  claims: {
    isolation: 'repeatable-read',
    durability: 'acknowledged-may-be-lost',
    session: 'guaranteed',
    stalenessMsMax: null,
    source:
      'Asynchronous replication, the default, may lose what it has not sent; semi-synchronous replication promises more.',
  },
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
