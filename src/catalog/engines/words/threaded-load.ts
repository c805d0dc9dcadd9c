/** A load in worker threads, as the main thread sees it: each drives its share of the schedule, and the death of one ends all. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { ToolError } from '../../../kit/error.js';
import { threadFile } from '../../../kit/thread-file.js';
import type { EngineOptions, RunningLoad } from '../../../model/engine.js';
import type { FileSeal } from '../../../model/journal.js';
import type { FromThread, ThreadOrder, ToThread } from './messages.js';

/** Room for what lives as long as a payment does, so that little of it is copied when garbage is collected. */
const maxYoungGenerationSizeMb = 64;
/** V8 would use quiet seconds to give memory back: on a slow machine that holds all threads up for 50 ms at once. Read when a thread's heap is made. */
const keepMemory = '--no-memory-reducer';

export class ThreadedLoad implements RunningLoad {
  readonly ready: Promise<void>;
  readonly finished: Promise<readonly FileSeal[]>;
  readonly #threads: readonly LoadThread[];

  constructor(options: EngineOptions) {
    const { onInterval, ...order } = options;
    setFlagsFromString(keepMemory);
    const count = Math.min(options.plan.scenario.client.threads, options.plan.scenario.client.connections);
    this.#threads = Array.from({ length: count }, (_each, thread) => {
      return new LoadThread({ ...order, thread, threads: count }, onInterval);
    });
    this.ready = Promise.all(this.#threads.map((each) => each.ready)).then(() => undefined);
    this.finished = this.#finishAll();
    // Whoever starts a load waits for one of the two; the other must not count as unhandled meanwhile.
    this.ready.catch(() => undefined);
    this.finished.catch(() => undefined);
  }

  go(planStartMs: number): void {
    this.#tell({ kind: 'go', planStartMs });
  }

  repoint(route: EngineOptions['route']): void {
    this.#tell({ kind: 'repoint', route });
  }

  stop(): void {
    this.#tell({ kind: 'stop' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((each) => each.close()));
  }

  /** One thread's death ends the others: a share of the schedule is missing. */
  async #finishAll(): Promise<readonly FileSeal[]> {
    const ends = this.#threads.map((each) => each.finished);
    for (const end of ends) end.catch(() => this.stop());
    // Whatever failed, the others are to end before their files are read.
    await Promise.allSettled(ends);
    return (await Promise.all(ends)).flat();
  }

  #tell(message: ToThread): void {
    for (const each of this.#threads) each.tell(message);
  }
}

type MessageOf<Kind extends FromThread['kind']> = Extract<FromThread, { readonly kind: Kind }>;

function isOfKind<Kind extends FromThread['kind']>(message: FromThread, kind: Kind): message is MessageOf<Kind> {
  return message.kind === kind;
}

class LoadThread {
  readonly ready: Promise<void>;
  readonly finished: Promise<readonly FileSeal[]>;
  readonly #worker: Worker;

  constructor(order: ThreadOrder, onInterval: EngineOptions['onInterval']) {
    this.#worker = new Worker(threadFile('load-thread'), {
      workerData: order,
      resourceLimits: { maxYoungGenerationSizeMb },
    });
    const worker = this.#worker;
    const answers = <Kind extends FromThread['kind']>(kind: Kind): Promise<MessageOf<Kind>> =>
      new Promise((resolve, reject) => {
        worker.on('message', (message: FromThread) => {
          if (message.kind === 'failed') reject(new ToolError('setupFailed', message.message, message.hint));
          else if (isOfKind(message, kind)) resolve(message);
        });
        worker.on('error', reject);
        worker.on('exit', (code) =>
          reject(new Error(`The load thread ${order.thread} ended unexpectedly with code ${code}.`)),
        );
      });
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'interval') onInterval(message.interval, message.tally);
    });
    this.ready = answers('ready').then(() => undefined);
    this.finished = answers('finished').then(({ files }) => files);
    this.ready.catch(() => undefined);
  }

  tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
