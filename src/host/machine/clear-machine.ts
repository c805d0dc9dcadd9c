/** Takes away all that was made on a machine for one node, when its server is gone for good. */
import { strainKinds } from './strainables.js';
import { groupRelief, isGroupNoted } from './control-group.js';
import { controllers } from './control-group-places.js';
import { removeOwnDisk } from './own-disk.js';
import { removeTraces } from './own-clock.js';
import { applyRelief, cancelReliefs, timerOf } from './relief.js';

export async function clearMachine(data: string): Promise<void> {
  await cancelReliefs(strainKinds.map((kind) => timerOf(data, kind)));
  for (const controller of controllers)
    if (isGroupNoted({ data }, controller)) await applyRelief(groupRelief({ data }, controller));
  await removeOwnDisk(data);
  await removeTraces(data);
}
