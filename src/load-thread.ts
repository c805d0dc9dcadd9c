/** The edge of a load thread: hands plan, operations and flavor to the engine's loop, and passes messages. */
import { parentPort, workerData } from 'node:worker_threads';
import * as flavors from './catalog/flavors/index.js';
import * as operations from './catalog/operations/index.js';
import { DatabaseCarrier } from './catalog/engines/open-loop/database-carrier.js';
import { LoadLoop } from './catalog/engines/words/load-loop.js';
import type { Lane } from './catalog/engines/words/carrier.js';
import type { LoadLoopOptions } from './catalog/engines/words/load-options.js';
import type { FromThread, ThreadOrder, ToThread } from './catalog/engines/words/messages.js';
import { ThreadJournal } from './journal/thread-journal.js';
import { createSystemClock } from './kit/clock.js';
import { messageOf, ToolError } from './kit/error.js';
import { raisePriority } from './kit/priority.js';
import { createUniformStream } from './kit/random.js';
import { createRegistry } from './kit/registry.js';
import type { Flavor } from './model/flavor.js';
import type { OperationKind } from './model/operation.js';
import type { Registry } from './model/registry.js';
import { createArrivalStream } from './plan/arrivals.js';
import { createContents } from './plan/contents.js';

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}

async function start(order: ThreadOrder): Promise<void> {
  // Not the whole catalog: each thread would load what only the runner needs.
  const contents = createContents(order.plan, await operationsFor(order));
  const clock = createSystemClock(order.clockOriginMs);
  const journal = new ThreadJournal(order.journalDirectory, order.thread);
  const loop = await createLoop({
    order,
    loopPlan: {
      arrivals: createArrivalStream(order.plan, order.thread, order.threads),
      contentOf: (index) => contents.contentOf(index),
      settlementAfter: (arrival) => contents.settlementAfter(arrival),
      operations: contents.operations.map((operation) => operation.kind),
      chance: createUniformStream(order.plan.scenario.seed, `jitter of thread ${order.thread}`),
    },
    errors: createRegistry<Flavor>(flavors).get(order.flavor).errors,
    journal,
    nowMs: () => clock.nowMs(),
    onReady: () => tell({ kind: 'ready' }),
    onInterval: (interval, tally) => tell({ kind: 'interval', interval, tally }),
    onFinished: (error) => tell(error === null ? { kind: 'finished', files: journal.seals() } : failure(error)),
  });
  parentPort?.on('message', (message: ToThread) => {
    if (message.kind === 'go') loop.go(message.planStartMs);
    if (message.kind === 'repoint') loop.repoint(message.route);
    if (message.kind === 'stop') loop.stop();
  });
}

/** What the scenario brings with it is in the folder of the run. */
async function operationsFor({ plan, journalDirectory }: ThreadOrder): Promise<Registry<OperationKind>> {
  const own = plan.scenario.operations ?? [];
  if (own.length === 0) return createRegistry<OperationKind>(operations);
  const { keptOperations } = await import('./own-operations/kept-operations.js');
  const kept = keptOperations(journalDirectory, own).map((operation) => [operation.kind, operation] as const);
  return createRegistry<OperationKind>({ ...operations, ...Object.fromEntries(kept) });
}

async function createLoop(options: LoadLoopOptions): Promise<Pick<LoadLoop<Lane>, 'go' | 'repoint' | 'stop'>> {
  const { api } = options.order.plan.scenario;
  if (api === undefined) return new LoadLoop(options, (events) => new DatabaseCarrier(options, events));
  // Only where it is needed: it is larger than all the rest.
  const { HttpCarrier } = await import('./catalog/engines/http/http-carrier.js');
  return new LoadLoop(options, (events) => new HttpCarrier(options, api, events));
}

function failure(error: unknown): FromThread {
  const hint =
    error instanceof ToolError ? error.hint : 'This is a defect of paystorm; please report it with the journal.';
  return { kind: 'failed', message: messageOf(error), hint };
}

// Arrivals are to leave on time also beside a busy server.
raisePriority();
await start(workerData as ThreadOrder);
