/** MySQL on its own or with asynchronous or semi-synchronous replication. */
import type { Flavor } from '../../model/flavor.js';
import { mysqlErrors } from '../../mysql/server-errors.js';
import { replicationHealth } from '../../mysql/replication-health.js';
import { readVariables } from '../../mysql/read-variables.js';

export const mysql: Flavor = {
  kind: 'mysql',
  summary: 'MySQL, alone or with asynchronous or semi-synchronous replication.',
  specificity: 1,
  detect: async (version, query) => {
    if (/mariadb|vitess|tidb|oceanbase/iu.test(version)) return false;
    const [row] = await query('SELECT @@version_comment AS comment, @@server_uuid AS uuid');
    // Distributions put their own name in place of the maker's; only MySQL gives each server a UUID.
    return (
      /mysql|percona/iu.test(String(row?.['comment'])) ||
      /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(String(row?.['uuid']))
    );
  },
  errors: mysqlErrors,
  health: (query) => replicationHealth(query, ['SHOW REPLICA STATUS', 'SHOW SLAVE STATUS']),
  strongRead: [],
  switchover: {
    statements: [
      { on: 'old-primary', sql: 'SET GLOBAL super_read_only = ON' },
      { on: 'new-primary', sql: 'STOP REPLICA' },
      { on: 'new-primary', sql: 'RESET REPLICA ALL' },
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
