/**
 * A small failover controller, as a payment company would run one beside its primary: asks the primary again and again, gives
 * it up after some silence in a row, promotes the replica that received most, and lets the others follow it. Who was given up and answers again
 * is fenced, and follows as well.
 */
import { messageOf } from '../../kit/error.js';
import type { ClusterNotice } from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';
import { bestFirst, stopReceiving, type Candidate } from './candidates.js';
import { awaitApplied } from './await-applied.js';
import { rejoin, type ReturningServerOptions } from './returning-server.js';
import { isInRole } from './standing.js';

export interface FailoverSettings {
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** Silent answers in a row until the primary is given up. */
  readonly misses: number;
}

export interface FailoverOptions extends ReturningServerOptions {
  readonly settings: FailoverSettings;
}

/** What was received and not yet applied is acknowledged money: it is waited for. */
const applyTimeoutMs = 60_000;
/** A replica that does not say by then what it received does not take part in the choice. */
const candidateTimeoutMs = 3_000;

export class FailoverController implements AsyncDisposable {
  readonly #options: FailoverOptions;
  readonly #stop = new AbortController();
  readonly #finished: Promise<unknown>;
  /** At work, and not told whom to follow: former primaries, replicas that were silent when a new one was chosen, and all of them when none could be. Who was down or frozen since is told by whoever starts or wakes it. */
  readonly #astray = new Set<string>();
  /** Ends what keeps the turn for a server that was given up, because the primary is given up as well. */
  #taking = new AbortController();

  constructor(options: FailoverOptions) {
    this.#options = options;
    // Side by side, since one who is asked in vain must not keep the other waiting.
    this.#finished = Promise.all([this.#watch(), this.#awaitReturns()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#finished;
  }

  async #watch(): Promise<void> {
    const { settings, roles } = this.#options;
    let missed = 0;
    await this.#onEachBeat(async () => {
      const { primary } = roles;
      missed = (await this.#doesAnswer(primary)) ? 0 : missed + 1;
      if (missed < settings.misses) return;
      missed = 0;
      await this.#giveUp(primary);
    });
  }

  async #awaitReturns(): Promise<void> {
    await this.#onEachBeat(async () => {
      for (const name of this.#astray) await this.#takeBack(name);
    });
  }

  async #onEachBeat(work: () => Promise<void>): Promise<void> {
    const { settings, clock, roles } = this.#options;
    while (!this.#stop.signal.aborted) {
      // Whatever fails in one beat, the next one comes.
      await work().catch((error: unknown) =>
        this.#note('note', roles.primary, `A look of the failover controller failed: ${messageOf(error)}`),
      );
      await clock.sleep(settings.everyMs, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** One that was down or frozen gets its role from whoever starts or wakes it; what fails is tried again with the next beat. */
  async #takeBack(name: string): Promise<void> {
    const { roles, fleet } = this.#options;
    if (name === roles.primary || (await fleet.state(name)) !== 'running') this.#astray.delete(name);
    if (!this.#astray.has(name) || !(await this.#doesAnswer(name))) return;
    this.#taking = new AbortController();
    const { signal } = this.#taking;
    await roles
      .takeTurn(async () => {
        const standing = await roles.standingOf(name, signal);
        if (standing === undefined || isInRole(standing)) return;
        const role = await rejoin(name, this.#options, signal);
        if (role === 'open') throw new Error(`${roles.primary} does not answer`);
        if (role === 'following') this.#note('note', name, `${name} follows ${roles.primary} from now on`);
      })
      .then(
        () => this.#astray.delete(name),
        () => undefined,
      );
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
    this.#taking.abort(new Error(`${dead} is given up as well`));
    await roles
      .takeTurn(async () => {
        // While this waited for its turn, the server may have been brought back in its role.
        if (roles.primary === dead && !(await this.#doesAnswer(dead))) await this.#failOver();
      })
      .catch((error: unknown) => this.#note('note', dead, `The failover failed: ${messageOf(error)}`));
  }

  async #failOver(): Promise<void> {
    try {
      await this.#replacePrimary();
    } catch (error) {
      // Whoever could have been chosen has stopped receiving: it follows the primary again when that answers.
      for (const name of this.#options.roles.replicas) await this.#leaveAstray(name);
      throw error;
    }
  }

  async #replacePrimary(): Promise<void> {
    const { roles } = this.#options;
    const [winner, ...others] = await this.#candidates();
    if (winner === undefined) throw new Error('no replica answers');
    const { clock } = this.#options;
    const { signal } = this.#stop;
    await awaitApplied(winner.name, winner.received, { roles, clock, timeoutMs: applyTimeoutMs, signal });
    await roles.promote(winner.name);
    const answering = new Set(others.map(({ name }) => name));
    for (const name of roles.replicas) if (!answering.has(name)) await this.#leaveAstray(name);
    this.#note('failover-finished', winner.name, `${winner.name} is the primary now`);
    for (const name of answering) {
      await roles.follow(name).catch((error: unknown) => {
        this.#note('note', name, `${name} cannot be told to follow ${winner.name}: ${messageOf(error)}`);
        return this.#leaveAstray(name);
      });
    }
  }

  async #leaveAstray(name: string): Promise<void> {
    const state = await this.#options.fleet.state(name).catch(() => 'running');
    if (state === 'running') this.#astray.add(name);
  }

  /** Replicas that answer, the best first; they stop receiving, so that the order stays as it is. One that was given up and does not follow yet is the last resort: it may still be about to be fenced. */
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
    const answering = found.filter((each) => each !== null);
    const following = answering.filter(({ name }) => !this.#astray.has(name));
    return bestFirst(following.length > 0 ? following : answering);
  }

  #note(what: ClusterNotice['what'], node: string, text: string): void {
    this.#options.notify({ atMs: this.#options.clock.nowMs(), what, node, text });
  }
}
