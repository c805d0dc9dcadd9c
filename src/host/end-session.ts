/** Ends what a server process has started and left behind, such as the programs that copy its data to another. */
import type { Clock } from '../model/clock.js';
import { findProcesses, isInSessionOf, type ProcessIdentity } from './process-identity.js';
import { killProcess } from './server-process.js';

/** Those of the leader's session that were called with a path in this directory. */
export async function endSession(leader: ProcessIdentity, directory: string, clock: Clock): Promise<void> {
  const inside = await findProcesses((args) => args.some((word) => word.includes(`${directory}/`)));
  for (const process of inside) {
    if (await isInSessionOf(process, leader)) await killProcess(process, clock);
  }
}
