/** TiDB: stateless SQL servers over a replicated key-value store. */
import type { Flavor, NodeHealth, Query } from '../../model/flavor.js';
import { errorRows } from '../../mysql/error-rows.js';
import { mysqlErrors } from '../../mysql/server-errors.js';
import { readVariables } from '../../mysql/read-variables.js';

/** They go before those of MySQL, where 9001 is a proxy's. A COMMIT of which nobody knows the end closes the connection instead. */
const ownErrors = [
  ...errorRows([8002, 8005, 9007], 'deadlock', { atCommit: 'aborted' }),
  ...errorRows([8022, 8028], 'rejected', { atCommit: 'aborted' }),
  ...errorRows([9001, 9002, 9003, 9004, 9005], 'not-ready'),
  ...errorRows([8027, 8120, 8229], 'rejected'),
];

export const tidb: Flavor = {
  kind: 'tidb',
  summary: 'TiDB with TiKV.',
  specificity: 3,
  detect: async (_version, query) => {
    const [row] = await query('SELECT tidb_version() AS version');
    return row?.['version'] != null;
  },
  errors: [...ownErrors, ...mysqlErrors],
  health,
  strongRead: ["SET SESSION tidb_replica_read = 'leader'", 'SET SESSION tidb_read_staleness = 0'],
  switchover: {
    statements: [],
    note: 'Leaders move by themselves; pd-ctl evicts those of one store with scheduler add evict-leader-scheduler.',
  },
  claims: {
    isolation: 'snapshot',
    durability: 'acknowledged-survives-one-node',
    session: 'guaranteed',
    stalenessMsMax: 0,
    source:
      'A majority of replicas has a write before COMMIT is answered; what is called REPEATABLE READ is snapshot isolation.',
  },
  settings: readVariables([
    'transaction_isolation',
    'tidb_txn_mode',
    'tidb_replica_read',
    'tidb_enable_async_commit',
    'tidb_enable_1pc',
    'tidb_constraint_check_in_place_pessimistic',
    'max_connections',
  ]),
};

async function health(query: Query): Promise<NodeHealth> {
  const stores = await query('SELECT STORE_STATE_NAME AS state FROM information_schema.tikv_store_status');
  const up = stores.filter(({ state }) => state === 'Up').length;
  return {
    state: up > stores.length / 2 ? 'serving' : 'not-ready',
    detail: `${up} of ${stores.length} stores are up`,
    clusterSize: up,
    viewId: null,
    replicaLagMs: null,
  };
}
