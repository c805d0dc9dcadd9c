/** The edge of the watchdog's process: waits until its runner says that all is over or is gone, and heals what that one has left broken, or has not healed in time because it hangs. */
import process from 'node:process';
import * as faults from './catalog/faults/index.js';
import * as topologies from './catalog/topologies/index.js';
import { leaveWord, readyWord } from './host/watchdog.js';
import { withTimeout } from './kit/abort.js';
import { createSystemClock } from './kit/clock.js';
import { messageOf } from './kit/error.js';
import { createFaultRegistry } from './kit/fault-registry.js';
import { redactText } from './kit/redact.js';
import { createRegistry } from './kit/registry.js';
import { exitCodes } from './model/exit-code.js';
import type { TopologyKind } from './model/topology.js';
import { healFor } from './run/faults/heal-for.js';
import { repairLeases } from './run/faults/repair-leases.js';

/** Every heal has a deadline of its own; this is for whatever should have none: no watchdog outlives its purpose. */
const lifeAfterRunnerMs = 3 * 3_600_000;
const lookForOverdueMs = 1_000;

// Whoever ends a whole service at once means the runner, which then heals by itself: who watches it stays until it is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const [, , pid = '', startTicks = ''] = process.argv;
const clock = createSystemClock();
const tell = (text: string): void =>
  void process.stderr.write(`${clock.wallClockIso()} runner ${pid}: ${redactText(text)}\n`);
/** What cannot be healed is tried again every second, and told when the reason is another one. */
let told = '';
const tellOnce = (error: unknown): void => {
  if (messageOf(error) !== told) tell(messageOf(error));
  told = messageOf(error);
};
/** Then its heals are another's matter than those that are overdue. */
let isRunnerGone = false;
const runner = { pid: Number(pid), startTicks };
/** Not the whole catalog: to heal, it takes what was broken and where, and each run starts a watchdog. */
const catalog = { faults: createFaultRegistry(faults), topologies: createRegistry<TopologyKind>(topologies) };
const repair = { catalog, clock, onProgress: tell };

async function untilTheRunnerIsGone(): Promise<boolean> {
  let heard = '';
  for await (const chunk of process.stdin) heard += String(chunk);
  isRunnerGone = true;
  return !heard.endsWith(leaveWord);
}

async function heal(): Promise<number> {
  try {
    await withTimeout(healFor(runner, repair), lifeAfterRunnerMs, () => new Error('it took too long'));
    return exitCodes.pass;
  } catch (error) {
    tellOnce(error);
    return exitCodes.healFailed;
  }
}

/** For a runner that lives and hangs: it was stopped, or its machine has no memory left for it. */
async function healOverdue(): Promise<void> {
  while (!isRunnerGone) {
    await clock.sleep(lookForOverdueMs);
    if (isRunnerGone) return;
    await repairLeases({ ...repair, owner: runner, by: 'watchdog' }).catch(tellOnce);
  }
}

process.stdout.write(readyWord);
void healOverdue();
process.exit((await untilTheRunnerIsGone()) ? await heal() : exitCodes.pass);
