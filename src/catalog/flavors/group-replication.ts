/** MySQL Group Replication and InnoDB Cluster: members agree on every transaction, and usually one of them takes writes. */
import type { Flavor, NodeHealth, NodeState, Query } from '../../model/flavor.js';
import { mysqlErrors } from '../../mysql/server-errors.js';
import { readVariables } from '../../mysql/read-variables.js';

const members = 'performance_schema.replication_group_members';

export const groupReplication: Flavor = {
  kind: 'group-replication',
  summary: 'MySQL Group Replication, also as InnoDB Cluster.',
  specificity: 2,
  detect: async (_version, query) => {
    const [row] = await query(`SELECT COUNT(*) AS members FROM ${members} WHERE MEMBER_STATE <> 'OFFLINE'`);
    return Number(row?.['members'] ?? 0) > 0;
  },
  // 3101 is an abort unless a single primary has lost its quorum, which the answer does not tell: it stays in doubt.
  errors: mysqlErrors,
  health,
  strongRead: ["SET SESSION group_replication_consistency = 'BEFORE'"],
  switchover: {
    statements: [{ on: 'new-primary', sql: 'SELECT group_replication_set_as_primary(@@server_uuid)' }],
    note: 'Works in single-primary mode; in multi-primary mode every member takes writes.',
  },
  claims: {
    isolation: 'repeatable-read',
    durability: 'acknowledged-survives-one-node',
    session: 'guaranteed',
    stalenessMsMax: null,
    source:
      'A transaction commits when a majority has it; with the default consistency, EVENTUAL, other members may show the past.',
  },
  settings: readVariables([
    'innodb_flush_log_at_trx_commit',
    'sync_binlog',
    'transaction_isolation',
    'group_replication_consistency',
    'group_replication_single_primary_mode',
    'group_replication_member_expel_timeout',
    'group_replication_unreachable_majority_timeout',
    'group_replication_exit_state_action',
    'max_connections',
  ]),
};

async function health(query: Query): Promise<NodeHealth> {
  const [self] = await query('SELECT @@server_uuid AS id, @@super_read_only AS read_only');
  const rows = await query(`SELECT MEMBER_ID AS id, MEMBER_STATE AS state, MEMBER_ROLE AS role FROM ${members}`);
  const own = rows.find(({ id }) => id === self?.['id']);
  const online = rows.filter(({ state }) => state === 'ONLINE' || state === 'RECOVERING').length;
  const hasMajority = online > rows.length / 2;
  return {
    state: hasMajority ? stateOf(String(own?.['state']), Number(self?.['read_only']) !== 0) : 'not-ready',
    detail: [textOf(own?.['state']), textOf(own?.['role']), hasMajority ? '' : 'no majority']
      .filter((word) => word !== '')
      .join(', '),
    clusterSize: online,
    viewId: null,
    replicaLagMs: null,
  };
}

function stateOf(memberState: string, isReadOnly: boolean): NodeState {
  if (memberState === 'RECOVERING') return 'joining';
  if (memberState !== 'ONLINE') return 'not-ready';
  return isReadOnly ? 'read-only' : 'serving';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
