/** Starts the witness beside a rehearsal, and asks it at the end what it saw. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WitnessGaps } from './witness-gaps.js';
import type { WitnessOrder } from './witness-thread.js';

const entry = fileURLToPath(new URL('./witness-thread.js', import.meta.url));

export class Witness {
  readonly #worker: Worker;

  constructor(order: WitnessOrder) {
    this.#worker = new Worker(entry, { workerData: order });
  }

  /** Ends it. */
  async testify(): Promise<WitnessGaps> {
    const answer = once(this.#worker, 'message') as Promise<[WitnessGaps]>;
    this.#worker.postMessage('stop');
    const [gaps] = await answer;
    return gaps;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
