/** Amazon Aurora with MySQL compatibility: one writer and readers over shared storage. */
import type { Flavor, NodeHealth, Query } from '../../model/flavor.js';
import { askIfAllowed } from '../../mysql/missing-right.js';
import { mysqlErrors } from '../../mysql/server-errors.js';
import { readVariables } from '../../mysql/read-variables.js';

export const aurora: Flavor = {
  kind: 'aurora',
  summary: 'Amazon Aurora with MySQL compatibility.',
  specificity: 3,
  detect: async (_version, query) => {
    const [row] = await query('SELECT AURORA_VERSION() AS version');
    return row?.['version'] != null;
  },
  // 1290 and 1836 after a failover come from a writer that was demoted: they end the connection, and the name is resolved anew.
  errors: mysqlErrors,
  health,
  strongRead: [],
  switchover: {
    statements: [],
    note: 'By the provider: aws rds failover-db-cluster with the identifier of the cluster.',
  },
  claims: {
    isolation: 'repeatable-read',
    durability: 'acknowledged-survives-one-node',
    session: 'guaranteed',
    stalenessMsMax: null,
    source: 'A quorum of the storage has the log before COMMIT is answered; readers follow the writer with a lag.',
  },
  settings: readVariables([
    'transaction_isolation',
    'innodb_flush_log_at_trx_commit',
    'innodb_read_only',
    'aurora_replica_read_consistency',
    'max_connections',
  ]),
};

async function health(query: Query): Promise<NodeHealth> {
  const [self] = await query('SELECT @@innodb_read_only AS read_only, @@aurora_server_id AS id');
  const { rows: servers, lacks } = await askIfAllowed(
    query,
    'SELECT SERVER_ID AS id, REPLICA_LAG_IN_MILLISECONDS AS lag_ms FROM information_schema.replica_host_status',
  );
  const isReader = Number(self?.['read_only']) !== 0;
  const lag = servers.find(({ id }) => id === self?.['id'])?.['lag_ms'];
  return {
    state: isReader ? 'read-only' : 'serving',
    detail: [isReader ? 'reader' : 'writer', ...(lacks === null ? [] : [lacks])].join(', '),
    clusterSize: lacks === null ? servers.length : null,
    viewId: null,
    replicaLagMs: isReader && lag != null ? Number(lag) : null,
  };
}
