/** A simulated cluster in a thread of its own, so that nothing that measures shares an event loop with it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ToolError } from '../kit/error.js';
import type { Answers, FromSimulator, Question, SimulatorOrder, ToSimulator } from './messages.js';

type Settle = (message: FromSimulator | Error) => void;

export class Simulator implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Settle>();
  #asked = 0;
  #end: Error | null = null;

  constructor(order: SimulatorOrder) {
    this.#worker = new Worker(threadFile(), { workerData: order });
    this.#worker.on('message', (message: FromSimulator) => {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    });
    this.#worker.on('error', (error: Error) => this.#onEnd(error));
    this.#worker.on('exit', () => this.#onEnd(new Error('The simulator has ended.')));
  }

  ask<Asked extends Question>(question: Asked): Promise<Answers[Asked['kind']]> {
    if (this.#end !== null) return Promise.reject(this.#end);
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (message) => {
        if (message instanceof Error) reject(message);
        else if ('failure' in message) reject(new Error(message.failure));
        else resolve(message.answer as Answers[Asked['kind']]);
      });
      this.#worker.postMessage({ id, question } satisfies ToSimulator);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #onEnd(error: Error): void {
    this.#end ??= error;
    for (const settle of this.#waiting.values()) settle(this.#end);
    this.#waiting.clear();
  }
}

/** Worker threads do not run from TypeScript sources, so the built file is used from there too. */
function threadFile(): string {
  const built = ['../simulator-thread.js', '../../dist/simulator-thread.js']
    .map((relative) => fileURLToPath(new URL(relative, import.meta.url)))
    .find((path) => existsSync(path));
  if (built !== undefined) return built;
  throw new ToolError('setupFailed', 'The simulator has not been built.', 'Run: npm run build');
}
