/**
 * A small failover controller, as a payment company would run one beside its primary: asks the primary again and again, gives
 * it up after some silence in a row, promotes the replica that received most, and lets the others follow it.
 */
import { messageOf } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { ClusterNotice } from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';
import { bestFirst, stopReceiving, type Candidate } from './candidates.js';
import { awaitApplied } from './await-applied.js';
import type { ReplicationRoles } from './roles.js';

export interface FailoverSettings {
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** Silent answers in a row until the primary is given up. */
  readonly misses: number;
}

export interface FailoverOptions {
  readonly settings: FailoverSettings;
  readonly roles: ReplicationRoles;
  readonly clock: Clock;
  readonly notify: (notice: ClusterNotice) => void;
}

/** What was received and not yet applied is acknowledged money: it is waited for. */
const applyTimeoutMs = 60_000;
/** A replica that does not say by then what it received does not take part in the choice. */
const candidateTimeoutMs = 3_000;

export class FailoverController implements AsyncDisposable {
  readonly #options: FailoverOptions;
  readonly #stop = new AbortController();
  readonly #finished: Promise<void>;

  constructor(options: FailoverOptions) {
    this.#options = options;
    this.#finished = this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#finished;
  }

  async #watch(): Promise<void> {
    const { settings, clock, roles } = this.#options;
    let missed = 0;
    while (!this.#stop.signal.aborted) {
      const { primary } = roles;
      missed = (await this.#doesAnswer(primary)) ? 0 : missed + 1;
      if (missed >= settings.misses) {
        missed = 0;
        await this.#giveUp(primary);
      }
      await clock.sleep(settings.everyMs, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** A connection of its own each time: an old one says nothing about whether new ones get through. */
  #doesAnswer(name: string): Promise<boolean> {
    const { roles, settings } = this.#options;
    return ask(roles.admin(name), (query) => query('SELECT 1'), settings.timeoutMs).then(
      () => true,
      () => false,
    );
  }

  async #giveUp(dead: string): Promise<void> {
    const { roles, settings } = this.#options;
    this.#note('failover-detected', dead, `${dead} missed ${settings.misses} answers in a row and is given up`);
    await roles
      .takeTurn(async () => {
        // While this waited for its turn, the server may have been brought back in its role.
        if (roles.primary === dead && !(await this.#doesAnswer(dead))) await this.#failOver();
      })
      .catch((error: unknown) => this.#note('note', dead, `The failover failed: ${messageOf(error)}`));
  }

  async #failOver(): Promise<void> {
    const { roles } = this.#options;
    const [winner, ...others] = await this.#candidates();
    if (winner === undefined) throw new Error('no replica answers');
    const { clock } = this.#options;
    const { signal } = this.#stop;
    await awaitApplied(winner.name, winner.received, { roles, clock, timeoutMs: applyTimeoutMs, signal });
    await roles.promote(winner.name);
    this.#note('failover-finished', winner.name, `${winner.name} is the primary now`);
    for (const { name } of others) await roles.follow(name);
  }

  /** Replicas that answer, the best first; they stop receiving, so that the order stays as it is. */
  async #candidates(): Promise<readonly Candidate[]> {
    const { roles } = this.#options;
    const found = await Promise.all(
      roles.replicas.map((name) =>
        ask(roles.admin(name), stopReceiving, candidateTimeoutMs).then(
          (counts) => ({ name, ...counts }),
          () => null,
        ),
      ),
    );
    return bestFirst(found.filter((each) => each !== null));
  }

  #note(what: ClusterNotice['what'], node: string, text: string): void {
    this.#options.notify({ atMs: this.#options.clock.nowMs(), what, node, text });
  }
}
