/**
 * Whether a target looks alive with other people's data. Cheap signs, all of the servers' own telling: what others write and read while
 * paystorm is silent, connections that are not its own, and tables of other schemas that were written lately. What a server does not
 * tell is no sign, but it is said.
 */
import type { Clock } from '../model/clock.js';
import type { Endpoint } from '../model/topology.js';
import { connect, type Connection } from '../mysql/connect.js';
import { readServerCounts } from './server-counts.js';
import { signsInCounts } from './signs-in-counts.js';
import { signsInTables, type SignsOfLife } from './signs-in-tables.js';

const connectTimeoutMs = 5_000;
/** Who writes every few seconds is met. */
const watchMs = 5_000;

export interface LookOptions {
  /** It is not looked at, nor is any other schema that bears paystorm's marker. */
  readonly ownSchema: string;
  /** On each server, beside the one to look with. */
  readonly ownConnections: number;
  readonly clock: Clock;
}

/** Takes five seconds, changes nothing, and rejects where a server does not answer. */
export async function signsOfLife(nodes: readonly Endpoint[], options: LookOptions): Promise<SignsOfLife> {
  const { ownSchema, clock } = options;
  // All are asked before and after the same silence: two of them may be one server, which would count what is asked of the other.
  const before = await onEach(nodes, readServerCounts);
  await clock.sleep(watchMs);
  const after = await onEach(nodes, readServerCounts);
  // One more to look with, and those by which the other nodes follow this one.
  const ownConnections = options.ownConnections + nodes.length;
  const inCounts = nodes.map((_node, index) => signsInCounts(before[index], after[index], { ownConnections, watchMs }));
  const inTables = await onEach(nodes, (connection, { user }) => signsInTables(connection, ownSchema, user));
  const told = (kind: 'signs' | 'gaps'): readonly string[] =>
    nodes.flatMap(({ name }, index) =>
      [inCounts[index], inTables[index]].flatMap((found) => found?.[kind] ?? []).map((text) => `${name}: ${text}`),
    );
  return { signs: told('signs'), gaps: told('gaps') };
}

function onEach<Seen>(
  nodes: readonly Endpoint[],
  look: (connection: Connection, node: Endpoint) => Promise<Seen>,
): Promise<readonly Seen[]> {
  return Promise.all(
    nodes.map(async (node) => {
      await using connection = await connect(node, { connectTimeoutMs });
      return await look(connection, node);
    }),
  );
}
