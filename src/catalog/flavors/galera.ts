/** Galera Cluster in MariaDB or Percona XtraDB Cluster: every member takes writes, certification decides at COMMIT. */
import type { Flavor, NodeHealth, NodeState, Query } from '../../model/flavor.js';
import { mariadbErrors } from '../../mysql/server-errors.js';
import { readVariables } from '../../mysql/read-variables.js';

const statusNames = [
  'wsrep_cluster_status',
  'wsrep_ready',
  'wsrep_local_state',
  'wsrep_local_state_comment',
  'wsrep_cluster_size',
  'wsrep_cluster_conf_id',
];
const syncedState = '4';
/** It gives a copy of its data to one that joins. */
const donorState = '2';

const readReadOnly = readVariables(['read_only']);
const readNamed = readVariables([
  'innodb_flush_log_at_trx_commit',
  'tx_isolation',
  'wsrep_sync_wait',
  'wsrep_slave_threads',
  'wsrep_provider_options',
  'wsrep_sst_method',
  'max_connections',
]);
/** Of the provider's many options those that decide how long a stall lasts and how a node rejoins. */
const providerOptions =
  /^(?:evs\..*(?:period|timeout)|gmcast\.(?:peer_timeout|time_wait)|pc\.(?:announce_timeout|linger)|gcache\.size|gcs\.fc_limit)$/u;

export const galera: Flavor = {
  kind: 'galera',
  summary: 'Galera Cluster in MariaDB, or Percona XtraDB Cluster.',
  specificity: 2,
  detect: async (_version, query) => {
    const [row] = await query("SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'");
    return Number(row?.['Value'] ?? 0) > 0;
  },
  errors: mariadbErrors,
  health,
  strongRead: ['SET SESSION wsrep_sync_wait = 15'],
  switchover: {
    statements: [{ on: 'old-primary', sql: 'SET GLOBAL wsrep_reject_queries = ALL_KILL' }],
    note: 'Every member takes writes, so nothing is promoted; NONE lets clients back in.',
  },
  claims: {
    isolation: 'repeatable-read',
    durability: 'acknowledged-survives-one-node',
    session: 'guaranteed',
    stalenessMsMax: null,
    source:
      'Every member has a transaction before COMMIT is answered, and applies it soon after; with wsrep_sync_wait = 0, the default, others may read the past.',
  },
  settings,
};

async function settings(query: Query): Promise<Readonly<Record<string, string>>> {
  const { wsrep_provider_options: list = '', ...variables } = await readNamed(query);
  const options = list.split(';').map((option) => option.split('=').map((word) => word.trim()));
  const chosen = options.filter(([name = '']) => providerOptions.test(name));
  return { ...variables, ...Object.fromEntries(chosen.map(([name = '', value = '']) => [name, value])) };
}

async function health(query: Query): Promise<NodeHealth> {
  const rows = await query(
    `SHOW GLOBAL STATUS WHERE Variable_name IN (${statusNames.map((name) => `'${name}'`).join(',')})`,
  );
  const status = new Map(rows.map((row) => [String(row['Variable_name']), String(row['Value'])]));
  const state = stateOf(status);
  // Only a member in sync is asked: others refuse to answer some questions, and take no writes in any case.
  const isReadOnly = state === 'serving' && (await readReadOnly(query))['read_only'] === 'ON';
  return {
    state: isReadOnly ? 'read-only' : state,
    detail: `${status.get('wsrep_cluster_status')}, ${status.get('wsrep_local_state_comment')}`,
    clusterSize: Number(status.get('wsrep_cluster_size') ?? 0),
    viewId: status.get('wsrep_cluster_conf_id') ?? null,
    replicaLagMs: null,
  };
}

function stateOf(status: ReadonlyMap<string, string>): NodeState {
  if (status.get('wsrep_cluster_status') !== 'Primary') return 'not-ready';
  if (status.get('wsrep_ready') === 'ON' && status.get('wsrep_local_state') === syncedState) return 'serving';
  return status.get('wsrep_local_state') === donorState ? 'donating' : 'joining';
}
