/** The edge of the thread of the live figures: opens what was asked for, folds what the runner tells, and ends when all have what they came for. */
import { parentPort, workerData } from 'node:worker_threads';
import { LiveSite } from './commands/live-server/live-site.js';
import type { FromLive, LiveOrder, ToLive } from './commands/live-server/messages.js';
import { createSystemClock } from './kit/clock.js';
import { messageOf, ToolError } from './kit/error.js';

function tell(message: FromLive): void {
  parentPort?.postMessage(message);
}

async function start(wishes: LiveOrder): Promise<void> {
  const site = new LiveSite({
    wishes,
    clock: createSystemClock(),
    onTrouble: (text) => tell({ kind: 'trouble', text }),
  });
  const places = await site.open();
  parentPort?.on('message', (message: ToLive) => {
    if (message.kind !== 'end') return site.take(message);
    void site.end(message.report).then(async () => {
      await site[Symbol.asyncDispose]();
      tell({ kind: 'over' });
    });
  });
  tell({ kind: 'open', places });
}

start(workerData as LiveOrder).catch((error: unknown) => {
  const hint = error instanceof ToolError ? error.hint : '';
  tell({ kind: 'refused', message: messageOf(error), hint });
});
