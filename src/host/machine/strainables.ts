/** All that the machine of a node can run short of. */
import type { Obstacle } from '../../model/fault.js';
import type { Strain, StrainKind } from '../../model/machine.js';
import { cpu } from './cpu.js';
import { diskSpace } from './disk-space.js';
import { diskSpeed } from './disk-speed.js';
import { memory } from './memory.js';
import { ownClock } from './own-clock.js';
import type { Strainable } from './strainable.js';

type Strainables = { readonly [Kind in StrainKind]: Strainable<Extract<Strain, { kind: Kind }>> };

const strainables: Strainables = {
  cpu,
  memory,
  'disk-speed': diskSpeed,
  'disk-space': diskSpace,
  clock: ownClock,
};

export const strainKinds = Object.keys(strainables) as readonly StrainKind[];

export function strainableOf(kind: StrainKind): Strainable {
  return strainables[kind];
}

/** Why this machine cannot put such a strain on one node alone; null when it can. */
export function strainObstacle(kind: StrainKind): Promise<Obstacle | null> {
  return strainables[kind].obstacle();
}
