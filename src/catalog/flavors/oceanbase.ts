/** OceanBase in its MySQL mode: log streams with a leader each, answered by a proxy or by a server. */
import type { Flavor, NodeHealth, Query } from '../../model/flavor.js';
import { errorRows } from '../../mysql/error-rows.js';
import { mysqlErrors } from '../../mysql/server-errors.js';
import { readVariables } from '../../mysql/read-variables.js';

/** An answer about how a transaction ended; before COMMIT it makes no sense, and proves nothing. */
const aboutTheEnd = { beforeCommit: 'in-doubt', endsConnection: true } as const;

/** Numbers as they come over the wire. They go before those of MySQL, which mean other things. */
const ownErrors = [
  ...errorRows([4012], 'timeout', { sqlstate: '25000' }),
  ...errorRows([4012], 'timeout', { sqlstate: 'HY000' }),
  ...errorRows([6002], 'rejected', { atCommit: 'aborted' }),
  ...errorRows([4038, 4654, 4719, 4721, 4722, 4723], 'not-ready'),
  ...errorRows([4023, 4036, 4283], 'not-ready'),
  ...errorRows([4265, 4746], 'connection-lost'),
  ...errorRows([6222, 6204], 'commit-failed', aboutTheEnd),
  ...errorRows([6233], 'commit-failed', { ...aboutTheEnd, atCommit: 'acknowledged' }),
  ...errorRows([6001, 6005, 6235], 'deadlock', { atCommit: 'aborted' }),
  ...errorRows([4064, 5065, 5066], 'connection-lost', { endsConnection: true }),
  ...errorRows([8001, 8002], 'shutdown', { endsConnection: true }),
  ...errorRows([4688, 5081], 'read-only', { atCommit: 'aborted', endsConnection: true }),
  ...errorRows([4013, 4030], 'rejected'),
];

export const oceanbase: Flavor = {
  kind: 'oceanbase',
  summary: 'OceanBase in MySQL mode, directly or through its proxy.',
  specificity: 3,
  detect: async (_version, query) => {
    const [row] = await query('SELECT ob_version() AS version');
    return row?.['version'] != null;
  },
  errors: [...ownErrors, ...mysqlErrors],
  health,
  strongRead: ["SET SESSION ob_read_consistency = 'STRONG'"],
  switchover: {
    statements: [],
    note: 'By an administrator of the sys tenant: ALTER TENANT name PRIMARY_ZONE = zone, or ALTER SYSTEM SWITCH REPLICA LEADER.',
  },
  claims: {
    isolation: 'read-committed',
    durability: 'acknowledged-survives-one-node',
    session: 'guaranteed',
    stalenessMsMax: 0,
    source:
      'A majority of replicas has the log before COMMIT is answered; strong reads go to the leader and are the default.',
  },
  settings: readVariables([
    'transaction_isolation',
    'ob_query_timeout',
    'ob_trx_timeout',
    'ob_trx_lock_timeout',
    'ob_read_consistency',
    'read_only',
    'max_connections',
  ]),
};

/** A tenant's log streams, each of which needs a leader to take writes. */
async function health(query: Query): Promise<NodeHealth> {
  const [variables] = await query('SELECT @@global.read_only AS read_only');
  const rows = await query(
    'SELECT LS_ID AS stream, SVR_IP AS ip, SVR_PORT AS port, ROLE AS role FROM oceanbase.GV$OB_LOG_STAT',
  );
  const streams = new Set(rows.map(({ stream }) => String(stream)));
  const led = new Set(rows.filter(({ role }) => role === 'LEADER').map(({ stream }) => String(stream)));
  const isReadOnly = Number(variables?.['read_only']) !== 0;
  const isLed = streams.size > 0 && led.size === streams.size;
  const serving = isReadOnly ? 'read-only' : 'serving';
  return {
    state: isLed ? serving : 'not-ready',
    detail: `${led.size} of ${streams.size} log streams have a leader`,
    clusterSize: new Set(rows.map(({ ip, port }) => `${String(ip)}:${String(port)}`)).size,
    viewId: null,
    replicaLagMs: null,
  };
}
