/** The runner's side of the live figures: a thread of its own serves them, so that whoever asks, however often, disturbs nothing that measures. Whatever goes wrong there is told once, and the run goes on. */
import { Worker } from 'node:worker_threads';
import { createSystemClock } from '../../kit/clock.js';
import { messageOf, ToolError } from '../../kit/error.js';
import { redactSecrets } from '../../kit/redact.js';
import { threadFile } from '../../kit/thread-file.js';
import type { LoadInterval } from '../../model/load-interval.js';
import type { LoadTally } from '../../model/load-tally.js';
import type { JournalEvent } from '../../model/journal.js';
import type { LiveOrder, FromLive, LivePlaces, ToLive } from './messages.js';
import type { Beginning } from './story/story.js';

const threadMemoryMb = 256;
/** What the thread may take at the end: pushes and pages have shorter times of their own. */
const endMs = 10_000;
/** Many in a run, and nobody watches for them. */
const unwatched: ReadonlySet<JournalEvent['kind']> = new Set([
  'interval',
  'total-read',
  'buffer-posted',
  'files-sealed',
  'backup-read',
]);

type Message<Kind extends FromLive['kind']> = Extract<FromLive, { readonly kind: Kind }>;

/** Calls never throw and never wait, but for the first and the last. */
export class LiveServer implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #onTrouble: (text: string) => void;
  readonly #over: Promise<void>;
  #isOpen = false;
  #isGone = false;

  private constructor(order: LiveOrder, onTrouble: (text: string) => void) {
    this.#onTrouble = onTrouble;
    const resourceLimits = { maxOldGenerationSizeMb: threadMemoryMb };
    this.#worker = new Worker(threadFile('live-thread'), { workerData: order, resourceLimits });
    this.#over = new Promise((resolve) => {
      this.#worker.on('message', (message: FromLive) => {
        if (message.kind === 'trouble') onTrouble(message.text);
        if (message.kind === 'over') resolve();
      });
      this.#worker.on('error', (error) => this.#giveUp(messageOf(error)));
      this.#worker.on('exit', () => {
        this.#isGone = true;
        resolve();
      });
    });
  }

  /** Rejects with a ToolError when something cannot be served. */
  static async open(
    order: LiveOrder,
    onTrouble: (text: string) => void,
  ): Promise<{ readonly server: LiveServer; readonly places: LivePlaces }> {
    const server = new LiveServer(order, onTrouble);
    try {
      return { server, places: await server.#opened() };
    } catch (error) {
      await server.#worker.terminate();
      throw error;
    }
  }

  begin(beginning: Beginning): void {
    this.#tell({ kind: 'begin', ...redactSecrets(beginning) });
  }

  onEvent(event: JournalEvent): void {
    if (!unwatched.has(event.kind)) this.#tell({ kind: 'event', event });
  }

  onTally(tally: LoadTally, interval: LoadInterval): void {
    this.#tell({ kind: 'tally', tally, interval });
  }

  onProgress(text: string): void {
    this.#tell({ kind: 'progress', text });
  }

  /** Waits until open pages have the report and the collector the last figures, for a few seconds at most. */
  async end(report: string | null): Promise<void> {
    if (this.#isGone) return;
    this.#tell({ kind: 'end', report });
    const late = new AbortController();
    const clock = createSystemClock();
    await Promise.race([this.#over, clock.sleep(endMs, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    this.#isGone = true;
    await this.#worker.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end(null);
  }

  #opened(): Promise<LivePlaces> {
    return new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromLive) => {
        if (message.kind === 'refused') reject(refusal(message));
        if (message.kind !== 'open') return;
        this.#isOpen = true;
        resolve(message.places);
      });
      this.#worker.on('error', reject);
      this.#worker.on('exit', () => reject(new Error('The thread of the live figures has ended.')));
    });
  }

  #tell(message: ToLive): void {
    if (this.#isGone) return;
    try {
      this.#worker.postMessage(message);
    } catch (error) {
      this.#giveUp(messageOf(error));
    }
  }

  #giveUp(why: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    if (this.#isOpen) this.#onTrouble(`Live page and metrics are no longer served: ${why}. The run goes on.`);
  }
}

function refusal({ message, hint }: Message<'refused'>): ToolError {
  return new ToolError('setupFailed', message, hint);
}
