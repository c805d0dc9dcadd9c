/** Which kinds of faults this machine and this user cannot do, and why: what the kinds say of themselves. */
import type { FaultKind, Obstacle } from '../../model/fault.js';
import type { NodeName } from '../../model/topology.js';

export interface ImpossibleFaults extends Obstacle {
  readonly kinds: readonly string[];
}

/** Kinds that lack the same stand together. Those made of others lack what these lack, and are not named. */
export async function findImpossible(kinds: readonly FaultKind[]): Promise<readonly ImpossibleFaults[]> {
  const found = new Map<string, ImpossibleFaults>();
  for (const kind of kinds) {
    const obstacle = kind.composedOf === undefined ? await obstacleOf(kind) : null;
    if (obstacle === null) continue;
    const same = found.get(obstacle.reason);
    found.set(obstacle.reason, { ...obstacle, ...same, kinds: [...(same?.kinds ?? []), kind.kind] });
  }
  return [...found.values()];
}

/** Of any three nodes; only what no form of it can do is an obstacle. */
const nodes: readonly NodeName[] = ['a', 'b', 'c'].map((name) => ({ name, zone: name }));

async function obstacleOf(kind: FaultKind): Promise<Obstacle | null> {
  const forms = [...(kind.examples?.(nodes) ?? []), { node: 'a' }].flatMap((written) => {
    const { success, data } = kind.settings.safeParse(written);
    return success ? [data] : [];
  });
  const obstacles = await Promise.all(forms.map(async (settings) => (await kind.obstacle?.(settings)) ?? null));
  return obstacles.includes(null) ? null : (obstacles[0] ?? null);
}
