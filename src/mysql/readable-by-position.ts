/** Which of several servers can be read back and compared, where nobody here knows their roles: told by how far each has got by its own count. */
import { pollUntil } from '../kit/abort.js';
import type { Clock } from '../model/clock.js';
import type { Endpoint, ReadableNodes } from '../model/topology.js';
import { ask } from './await-answer.js';
import { replicationPosition, type ReplicationPosition } from './replication-position.js';

const lookEveryMs = 200;

/**
 * A node that takes writes is the truth. The others are comparable as soon as they hold what it holds, by the servers' own count;
 * where there is no such count, as soon as they answer. A node that lags to the end is left out: it is late, not wrong.
 */
export async function readableByPosition(
  nodes: readonly Endpoint[],
  clock: Clock,
  timeoutMs: number,
): Promise<ReadableNodes> {
  let positions: readonly (ReplicationPosition | null)[] = [];
  const areLevel = async (): Promise<boolean> => {
    positions = await Promise.all(nodes.map(positionOf));
    const authority = positions.find(isWritable);
    return positions.every((position) => position !== null && isLevel(position, authority));
  };
  await pollUntil(areLevel, { clock, timeoutMs, everyMs: lookEveryMs });
  const authority = positions.findIndex(isWritable);
  const truth = positions[authority];
  const reasonOf = (position: ReplicationPosition | null): string | null => {
    if (position === null) return 'it does not answer';
    return isLevel(position, truth)
      ? null
      : `it has not caught up with ${nodes[authority]?.name ?? 'a node that takes writes'}`;
  };
  const reasons = nodes.map((_node, index) => reasonOf(positions[index] ?? null));
  return {
    authority: nodes[authority]?.name ?? null,
    comparable: nodes.filter((_node, index) => reasons[index] === null).map((node) => node.name),
    excluded: nodes.flatMap(({ name }, index) => {
      const reason = reasons[index] ?? null;
      return reason === null ? [] : [{ node: name, reason, isReadable: false }];
    }),
  };
}

function isWritable(position: ReplicationPosition | null | undefined): boolean {
  return position?.isReadOnly === false;
}

function isLevel({ transactions }: ReplicationPosition, truth: ReplicationPosition | null | undefined): boolean {
  return truth?.transactions === transactions;
}

async function positionOf(node: Endpoint): Promise<ReplicationPosition | null> {
  return ask(node, replicationPosition).catch(() => null);
}
