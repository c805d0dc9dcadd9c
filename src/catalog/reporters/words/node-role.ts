/** Which role a node plays in a stretch: who takes the writes, and who follows. Only clusters with one writer have roles. */
import type { NodeLane, RunRecord } from '../../../model/run-record.js';

export type NodeRole = 'primary' | 'replica';
type State = NodeLane['states'][number];

/** As group replication writes its members' roles. */
const toldRoles: readonly (readonly [word: RegExp, role: NodeRole])[] = [
  [/\bPRIMARY\b/u, 'primary'],
  [/\bSECONDARY\b/u, 'replica'],
];

/** Null where a node has none, or none that is known: it is down, or every node takes writes. */
export function roleIn(state: State, record: Pick<RunRecord, 'nodes'>): NodeRole | null {
  const told = toldRoles.find(([word]) => word.test(state.detail));
  if (told !== undefined) return told[1];
  if (!hasOneWriter(record)) return null;
  if (state.state === 'serving') return 'primary';
  return state.state === 'read-only' ? 'replica' : null;
}

/** Where some node only reads, whoever serves is the one that writes. */
function hasOneWriter({ nodes }: Pick<RunRecord, 'nodes'>): boolean {
  return nodes.length > 1 && nodes.some(({ replicaLagMsMax }) => replicaLagMsMax !== null);
}
