/** Any server that speaks the MySQL protocol and is none of the known ones: read with the same caution, nothing assumed. */
import type { Flavor } from '../../model/flavor.js';
import { mysqlErrors } from '../../mysql/server-errors.js';
import { readVariables } from '../../mysql/read-variables.js';

export const generic: Flavor = {
  kind: 'generic',
  summary: 'Any other server that speaks the MySQL protocol.',
  specificity: 0,
  detect: async () => true,
  errors: mysqlErrors,
  health: async (query) => {
    const [row] = await query('SELECT @@global.read_only AS read_only');
    const state = Number(row?.['read_only']) === 0 ? 'serving' : 'read-only';
    return { state, detail: '', clusterSize: null, viewId: null, replicaLagMs: null };
  },
  strongRead: [],
  switchover: { statements: [], note: 'By whatever the target is run with.' },
  claims: {
    isolation: 'read-committed',
    durability: 'acknowledged-survives-one-node',
    session: 'guaranteed',
    stalenessMsMax: null,
    source: 'What any payment database should promise; its own documents may promise more.',
  },
  settings: readVariables(['transaction_isolation', 'tx_isolation', 'read_only', 'max_connections']),
};
