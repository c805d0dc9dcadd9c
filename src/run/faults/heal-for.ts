/** Heals what one runner has left broken, as soon as it is really gone. */
import { stateOfProcess, type ProcessIdentity } from '../../host/process-identity.js';
import { pollUntil } from '../../kit/abort.js';
import { repairLeases, type RepairOptions } from './repair-leases.js';

/** A process that is killed closes its pipes before it has given up its memory. */
const deathTimeoutMs = 30_000;
const lookEveryMs = 10;

/** Rejects with a ToolError that names what could not be healed. */
export async function healFor(
  runner: ProcessIdentity,
  options: Pick<RepairOptions, 'catalog' | 'clock' | 'onProgress'>,
): Promise<void> {
  const { clock, onProgress } = options;
  const isGone = async (): Promise<boolean> => (await stateOfProcess(runner)) === 'down';
  if (!(await pollUntil(isGone, { clock, timeoutMs: deathTimeoutMs, everyMs: lookEveryMs })))
    throw new Error('it has closed its pipe, but lives on');
  const healed = await repairLeases({ ...options, owner: runner, by: 'watchdog' });
  for (const { fault } of healed) onProgress(`healed ${fault}`);
}
