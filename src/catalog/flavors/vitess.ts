/** Vitess: one address in front of many MySQL servers in shards. */
import type { Flavor, NodeHealth, Query } from '../../model/flavor.js';
import { errorRows } from '../../mysql/error-rows.js';
import { mysqlErrors } from '../../mysql/server-errors.js';
import { readVariables } from '../../mysql/read-variables.js';

/** Nearly everything has this number, and only its words tell what it was. */
const anyError = 1105;
const ownErrors = [
  ...errorRows([anyError], 'not-ready', { message: /primary is not serving|reparent operation in progress/iu }),
  ...errorRows([anyError], 'other', { endsConnection: true }),
];

export const vitess: Flavor = {
  kind: 'vitess',
  summary: 'Vitess, through VTGate.',
  specificity: 3,
  detect: async (version) => /-vitess/iu.test(version),
  errors: [...ownErrors, ...mysqlErrors],
  health,
  // VTGate refuses to assign a variable inside of a SELECT.
  sendings: ['per-statement'],
  strongRead: [],
  switchover: {
    statements: [],
    note: 'By vtctldclient PlannedReparentShard keyspace/shard, or EmergencyReparentShard when the primary is gone.',
  },
  claims: {
    isolation: 'repeatable-read',
    durability: 'acknowledged-survives-one-node',
    session: 'guaranteed',
    stalenessMsMax: 0,
    source:
      'Of one shard whose keyspace has the durability policy semi_sync, read at its primary; transactions over several shards may be applied in part.',
  },
  settings: readVariables(['transaction_isolation', 'transaction_mode', 'workload', 'max_connections']),
};

/** Every shard needs a primary that serves. */
async function health(query: Query): Promise<NodeHealth> {
  const tablets = await query('SHOW VITESS_TABLETS');
  const shardOf = (tablet: (typeof tablets)[number]): string =>
    `${String(tablet['Keyspace'])}/${String(tablet['Shard'])}`;
  const serving = tablets.filter((tablet) => tablet['State'] === 'SERVING');
  const shards = new Set(tablets.map(shardOf));
  const led = new Set(serving.filter((tablet) => tablet['TabletType'] === 'PRIMARY').map(shardOf));
  return {
    state: shards.size > 0 && led.size === shards.size ? 'serving' : 'not-ready',
    detail: `${led.size} of ${shards.size} shards have a primary that serves`,
    clusterSize: serving.length,
    viewId: null,
    replicaLagMs: null,
  };
}
