/**
 * Plays the job behind the application that posts what payments have buffered: every so often it looks into the buffer, and posts what it finds, account by account and
 * batch by batch, on one connection to a node that takes writes. Whatever fails is tried again, elsewhere where the node or the way to it has failed.
 */
import { addLooks, noLooks } from '../kit/buffer-looks.js';
import { messageOf } from '../kit/error.js';
import { counted } from '../kit/format.js';
import { postBatch, postingIsolation, readWaiting } from '../ledger/post-buffer.js';
import type { BufferLooks } from '../model/buffer.js';
import type { Clock } from '../model/clock.js';
import type { Flavor } from '../model/flavor.js';
import type { Scenario } from '../model/scenario.js';
import type { Cluster } from '../model/topology.js';
import { classifyError } from '../mysql/classify-error.js';
import type { Connection } from '../mysql/connect.js';
import { errnoOf, isReadOnlyErrno, isRefusal } from '../mysql/error-facts.js';
import { WritableConnection } from './writable-connection.js';

/** Looks within it are told together. */
const tellEveryMs = 1_000;
/** While the buffer is being emptied after the load, nobody wants to wait. */
const drainEveryMsMax = 200;
/** For emptying it, once no payment can add to it any more. */
const drainTimeoutMs = 30_000;

export interface PosterOptions {
  readonly scenario: Scenario;
  readonly cluster: Pick<Cluster, 'nodes' | 'route'>;
  readonly flavor: Pick<Flavor, 'errors' | 'strongRead'>;
  /** On the plan's axis. */
  readonly clock: Clock;
  readonly report: (looks: BufferLooks) => void;
}

export class Poster implements AsyncDisposable {
  readonly #options: PosterOptions;
  readonly #everyMs: number;
  readonly #batchMax: number;
  readonly #stop = new AbortController();
  /** Ends the sleep between two looks of the load's time. */
  readonly #wake = new AbortController();
  readonly #connection: WritableConnection;
  readonly #finished: Promise<void>;
  #drain: { readonly fromMs: number; readonly untilMs: number } | null = null;
  #looks = noLooks;
  #toldMs: number;
  /** After the last look; null while nobody knows. */
  #left: number | null = null;
  #failure = '';

  /** Begins to look at once. */
  constructor(options: PosterOptions, { everyMs, batchMax }: { readonly everyMs: number; readonly batchMax: number }) {
    this.#options = options;
    this.#everyMs = everyMs;
    this.#batchMax = batchMax;
    this.#toldMs = options.clock.nowMs();
    const { cluster, scenario } = options;
    this.#connection = new WritableConnection({
      nodes: cluster.nodes,
      route: () => cluster.route(),
      database: scenario.ledger.schema,
      connectTimeoutMs: scenario.client.connectTimeoutMs,
      timeoutMs: this.#timeoutMs,
      signal: this.#stop.signal,
    });
    this.#finished = this.#work();
  }

  /** Resolves when a look after `fromMs` has found the buffer empty: to null, or to why it could not be emptied in time, a whole sentence. */
  async drain(fromMs: number): Promise<string | null> {
    const startMs = Math.max(fromMs, this.#options.clock.nowMs());
    this.#drain = { fromMs: startMs, untilMs: startMs + drainTimeoutMs };
    this.#wake.abort();
    await this.#finished;
    if (this.#left === 0) return null;
    const what = this.#left === null ? 'an unknown number of credits' : counted(this.#left, 'credit');
    const why = this.#failure === '' ? '' : ` (${this.#failure.replace(/\.$/u, '')})`;
    return `The buffer could not be emptied within ${drainTimeoutMs / 1_000} s after the load: ${what} had not been posted${why}.`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    // What is asked now may never be answered; nobody waits for it any more.
    this.#connection.close();
    await this.#finished;
  }

  async #work(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#stop.signal.aborted) {
      const startMs = clock.nowMs();
      await this.#look();
      this.#tell(tellEveryMs);
      if (this.#isOver(startMs)) break;
      await this.#rest(startMs);
    }
    this.#tell(0);
    this.#connection.close();
  }

  #isOver(lookedMs: number): boolean {
    if (this.#drain === null) return false;
    const { fromMs, untilMs } = this.#drain;
    return (lookedMs >= fromMs && this.#left === 0) || lookedMs >= untilMs;
  }

  async #rest(startMs: number): Promise<void> {
    const { clock } = this.#options;
    const isDraining = this.#drain !== null;
    const everyMs = isDraining ? Math.min(this.#everyMs, drainEveryMsMax) : this.#everyMs;
    const { signal } = isDraining ? this.#stop : this.#wake;
    await clock.sleep(Math.max(0, startMs + everyMs - clock.nowMs()), { signal }).catch(() => undefined);
  }

  /** Posts what waits when it begins; what comes meanwhile waits for the next look. */
  async #look(): Promise<void> {
    const { clock, flavor } = this.#options;
    this.#left = null;
    // Payments that another node has taken must be there before the buffer can be called empty.
    const strong = this.#drain === null ? [] : flavor.strongRead;
    try {
      const connection = await this.#connection.get([postingIsolation, ...strong]);
      const waiting = await readWaiting(connection, this.#timeoutMs);
      const nowMs = clock.nowMs();
      this.#note({
        waitingMax: waiting.reduce((sum, { credits }) => sum + credits, 0),
        delayMsMax: waiting.reduce((most, { oldestMs }) => Math.max(most, nowMs - oldestMs), 0),
      });
      let left = 0;
      for (const { account, credits } of waiting) left += credits - (await this.#postAll(connection, account, credits));
      this.#left = left;
    } catch (error) {
      this.#fail(error);
      this.#connection.giveUp();
    }
  }

  /** Resolves to how many it has posted: fewer than wait where somebody else was first, who has locked the account. Rejects where the connection is of no more use. */
  async #postAll(connection: Connection, account: number, credits: number): Promise<number> {
    const { clock } = this.#options;
    let posted = 0;
    while (posted < credits && !this.#stop.signal.aborted) {
      try {
        const order = { account, batchMax: this.#batchMax, timeoutMs: this.#timeoutMs };
        const batch = await postBatch(connection, order);
        if (batch.credits === 0) return credits;
        posted += batch.credits;
        this.#note({ delayMsMax: clock.nowMs() - batch.oldestMs, posted: batch.credits, batches: 1 });
      } catch (error) {
        if (!isRefusal(error) || this.#endsConnection(error)) throw error;
        this.#fail(error);
        return posted;
      }
    }
    return Math.min(posted, credits);
  }

  get #timeoutMs(): number {
    return this.#options.scenario.client.transactionTimeoutMs;
  }

  #note(looks: Partial<BufferLooks>): void {
    this.#looks = addLooks(this.#looks, { ...noLooks, ...looks });
  }

  #fail(error: unknown): void {
    this.#failure = messageOf(error);
    this.#note({ failures: 1 });
  }

  #endsConnection(error: unknown): boolean {
    const seen = { errno: errnoOf(error), sqlstate: '', message: messageOf(error) };
    return classifyError('commit', seen, this.#options.flavor.errors).endsConnection || isReadOnlyErrno(seen.errno);
  }

  #tell(everyMs: number): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#toldMs < everyMs || this.#looks === noLooks) return;
    this.#options.report(this.#looks);
    this.#looks = noLooks;
    this.#toldMs = nowMs;
  }
}
