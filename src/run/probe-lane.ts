/**
 * The probe lane: small writes at a fixed rate on every node, outside the load, so that the end of an outage is known to
 * within a few probe intervals at any business rate. A probe does not wait for the one before it, as long as few are waiting. The first
 * that got no answer in time goes on waiting, as the oldest client does: its answer ends the stall, and does not stand in the queue behind
 * everything that came later. A fixed share comes on connections of their own and waits behind no other: who has to connect may find a node shut
 * that goes on serving whoever is connected.
 */
import { withTimeout } from '../kit/abort.js';
import { messageOf } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import { freshProbeEvery, type ProbeSample } from '../model/journal.js';
import type { ProbeSettings } from '../model/scenario.js';
import type { Endpoint } from '../model/topology.js';
import { connect, type Connection } from '../mysql/connect.js';
import { errnoOf, isReadOnlyErrno, isTimeout } from '../mysql/error-facts.js';

/** Rows are reused after this many probes, long after a hung probe's row lock is gone. */
const slotCount = 2_000;
const idleConnectionsMax = 4;
/**
 * Probes that may wait for one node at a time. A server goes on with what it was asked even when nobody waits any more: on a node
 * that hangs, every further probe would be one more write that it has to make up for before it serves again.
 */
const pendingMax = 4;
/** Beside these, of those that come on a connection of their own. */
const pendingFreshMax = 1;

export interface ProbeLaneOptions {
  readonly node: number;
  readonly endpoint: Endpoint;
  readonly schema: string;
  readonly settings: ProbeSettings;
  /** On the plan's axis. */
  readonly clock: Clock;
  /** Whether the node belongs to the cluster: of one that does not, nobody expects an answer. */
  readonly isMember: () => boolean;
  readonly record: (sample: ProbeSample) => void;
  readonly onTrouble: (text: string) => void;
}

export class ProbeLane implements AsyncDisposable {
  readonly #options: ProbeLaneOptions;
  readonly #idle: Connection[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #pendingFresh = new Set<Promise<void>>();
  /** Of the first probe that got no answer in time, until the node answers any. */
  #oldest: { readonly connection: Connection; readonly intendedStartMs: number } | null = null;
  readonly #timer: NodeJS.Timeout;
  readonly #startMs: number;
  #sequence = 0;

  constructor(options: ProbeLaneOptions) {
    this.#options = options;
    this.#startMs = options.clock.nowMs();
    this.#timer = setInterval(() => this.#fireDue(), 1_000 / options.settings.ratePerSecond);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#pending, ...this.#pendingFresh]);
    this.#leave();
  }

  #leave(): void {
    this.#forgetOldest();
    for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  /** The timer may come late: every probe whose time has come is sent, so that the lane keeps its rate. */
  #fireDue(): void {
    const { clock, settings, isMember } = this.#options;
    const intervalMs = 1_000 / settings.ratePerSecond;
    const isWanted = isMember();
    if (!isWanted) this.#leave();
    let intendedStartMs = this.#startMs + this.#sequence * intervalMs;
    while (intendedStartMs <= clock.nowMs()) {
      this.#sequence += 1;
      const isFresh = this.#sequence % freshProbeEvery === 0 && this.#pendingFresh.size < pendingFreshMax;
      if (isWanted && (isFresh || this.#pending.size < pendingMax))
        this.#send(this.#sequence, intendedStartMs, isFresh);
      intendedStartMs += intervalMs;
    }
  }

  #send(sequence: number, intendedStartMs: number, isFresh: boolean): void {
    const pending = isFresh ? this.#pendingFresh : this.#pending;
    const idle = isFresh ? undefined : this.#idle.pop();
    const probe = this.#probe(sequence, intendedStartMs, idle)
      .catch((error: unknown) => this.#options.onTrouble(`A probe could not be recorded: ${messageOf(error)}`))
      .finally(() => pending.delete(probe));
    pending.add(probe);
  }

  async #probe(sequence: number, intendedStartMs: number, idle: Connection | undefined): Promise<void> {
    const { node, clock, record } = this.#options;
    const ended = await this.#write(sequence, intendedStartMs, idle);
    record({ node, ...ended, intendedStartMs, endMs: clock.nowMs(), isFresh: idle === undefined });
  }

  /** Connects first where no idle connection was given. */
  async #write(
    sequence: number,
    intendedStartMs: number,
    idle: Connection | undefined,
  ): Promise<Pick<ProbeSample, 'outcome' | 'errno'>> {
    const { node, endpoint, schema, settings } = this.#options;
    let connection = idle;
    let answer: Promise<unknown> | undefined;
    try {
      connection ??= await connect(endpoint, { connectTimeoutMs: settings.timeoutMs, database: schema });
      answer = connection.query(
        `REPLACE INTO probe (lane, slot, sequence, time) VALUES (${node}, ${sequence % slotCount}, ${sequence}, ${Math.round(intendedStartMs)})`,
      );
      await withTimeout(answer, settings.timeoutMs, lateError);
      this.#release(connection);
      return { outcome: 'written', errno: 0 };
    } catch (error) {
      const errno = errnoOf(error);
      if (connection !== undefined && isReadOnlyErrno(errno)) {
        this.#release(connection);
        return { outcome: 'refused', errno };
      }
      if (connection !== undefined && answer !== undefined && isTimeout(error))
        this.#waitOn(connection, answer, intendedStartMs);
      else connection?.destroy();
      return { outcome: isTimeout(error) ? 'timeout' : 'failed', errno };
    }
  }

  /** Only one goes on: each is a write that a stalled server has to make up for. */
  #waitOn(connection: Connection, answer: Promise<unknown>, intendedStartMs: number): void {
    const { node, clock, record } = this.#options;
    // One that had to connect first gives up a little later than those that came after it.
    if (this.#oldest !== null && this.#oldest.intendedStartMs < intendedStartMs) return connection.destroy();
    this.#forgetOldest();
    this.#oldest = { connection, intendedStartMs };
    answer.then(
      () => {
        if (this.#oldest?.connection !== connection) return;
        record({ node, outcome: 'written', errno: 0, intendedStartMs, endMs: clock.nowMs() });
        this.#forgetOldest();
      },
      () => {
        if (this.#oldest?.connection === connection) this.#forgetOldest();
      },
    );
  }

  #forgetOldest(): void {
    this.#oldest?.connection.destroy();
    this.#oldest = null;
  }

  /** It answered: whoever still waits would say nothing new. */
  #release(connection: Connection): void {
    this.#forgetOldest();
    if (this.#idle.length < idleConnectionsMax) this.#idle.push(connection);
    else connection.destroy();
  }
}

function lateError(): Error {
  return Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' });
}
