/** The edge of the watchdog's process: waits until its runner says that all is over or is gone, and heals what that one has left broken. */
import process from 'node:process';
import { createCatalog } from './catalog/index.js';
import { leaveWord, readyWord } from './host/watchdog.js';
import { withTimeout } from './kit/abort.js';
import { createSystemClock } from './kit/clock.js';
import { messageOf } from './kit/error.js';
import { exitCodes } from './model/exit-code.js';
import { limits } from './model/limits.js';
import { healFor } from './run/faults/heal-for.js';

/** No watchdog outlives its purpose. */
const lifeAfterRunnerMs = 2 * limits.healMsMax;

// Whoever ends a whole service at once means the runner, which then heals by itself: who watches it stays until it is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const [, , pid = '', startTicks = ''] = process.argv;
const clock = createSystemClock();
const tell = (text: string): void => void process.stderr.write(`${clock.wallClockIso()} runner ${pid}: ${text}\n`);

async function untilTheRunnerIsGone(): Promise<boolean> {
  let heard = '';
  for await (const chunk of process.stdin) heard += String(chunk);
  return !heard.endsWith(leaveWord);
}

async function heal(): Promise<number> {
  try {
    const runner = { pid: Number(pid), startTicks };
    const healing = healFor(runner, { catalog: createCatalog(), clock, onProgress: tell });
    await withTimeout(healing, lifeAfterRunnerMs, () => new Error('it took too long'));
    return exitCodes.pass;
  } catch (error) {
    tell(messageOf(error));
    return exitCodes.healFailed;
  }
}

process.stdout.write(readyWord);
process.exit((await untilTheRunnerIsGone()) ? await heal() : exitCodes.pass);
