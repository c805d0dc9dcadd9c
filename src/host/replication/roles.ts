/** Who is the primary and who follows it: the one place that knows, and the orders by which servers change their roles. */
import { unlessAborted } from '../../kit/abort.js';
import { createTurns } from '../../kit/take-turns.js';
import type { Endpoint } from '../../model/topology.js';
import { ask, orderTimeoutMs } from '../../mysql/await-answer.js';
import type { ServerFleet } from '../server-fleet.js';
import { becomePrimary, becomeReplica, hasApplied, loggedPosition } from './replica-sql.js';
import type { ReplicationMode } from './replication-options.js';
import { takeStandings, type Standing, type Standings } from './standing.js';

type Question<Answer> = Parameters<typeof ask<Answer>>[1];

/** Never comes. */
const noSignal = new AbortController().signal;

export class ReplicationRoles {
  readonly mode: ReplicationMode;
  /** Roles are decided by one at a time: a primary must not be restarted as such while another server is being promoted. */
  readonly takeTurn = createTurns();
  readonly #fleet: ServerFleet;
  readonly #onRoute: () => void;
  #rivals: readonly string[] = [];

  constructor(fleet: ServerFleet, mode: ReplicationMode, onRoute: () => void) {
    this.#fleet = fleet;
    this.mode = mode;
    this.#onRoute = onRoute;
  }

  /** The first server, until another one was made it. */
  get primary(): string {
    return this.#fleet.file.primary ?? this.#fleet.file.nodes[0]?.name ?? '';
  }

  get replicas(): readonly string[] {
    return this.#fleet.file.nodes.map((node) => node.name).filter((name) => name !== this.primary);
  }

  /** Who takes writes, the primary first. There is another one only where a primary was replaced and not fenced. */
  get writable(): readonly string[] {
    return [this.primary, ...this.#rivals];
  }

  admin(name: string): Endpoint {
    return this.#fleet.adminEndpoint(name);
  }

  /** For looking: a server that hangs is soon given up. */
  ask<Answer>(name: string, question: Question<Answer>): Promise<Answer> {
    return ask(this.admin(name), question);
  }

  /** For changing: a server that is slow is waited for, until the signal comes. It is told nothing more then. */
  order<Answer>(name: string, question: Question<Answer>, signal: AbortSignal = noSignal): Promise<Answer> {
    const unlessOver: Question<Answer> = (query) =>
      question((sql) => {
        signal.throwIfAborted();
        return query(sql);
      });
    return unlessAborted(ask(this.admin(name), unlessOver, orderTimeoutMs), signal);
  }

  /**
   * It is written down first: when this process dies in between, nobody takes the former primary for the one of today. `rivals` are left taking
   * writes. What the server refuses leaves the roles as they were.
   */
  async promote(name: string, rivals: readonly string[] = []): Promise<void> {
    const former = this.primary;
    const writable = this.writable.join();
    await this.#fleet.claim({ primary: name });
    try {
      await this.order(name, (query) => becomePrimary(query, this.mode));
    } catch (error) {
      await this.#fleet.claim({ primary: former });
      throw error;
    }
    this.#rivals = rivals;
    if (this.writable.join() !== writable) this.#onRoute();
  }

  /** Another process may have decided meanwhile. */
  async lookAgain(): Promise<void> {
    if (await this.#fleet.lookAgain()) this.#onRoute();
  }

  async follow(name: string, primary: string = this.primary, signal: AbortSignal = noSignal): Promise<void> {
    await this.order(name, (query) => becomeReplica(query, this.admin(primary), this.mode), signal);
  }

  /** Resolves to whether a server holds, within the time, whatever the primary held when it was asked. */
  async catchUp(name: string, timeoutMs: number): Promise<boolean> {
    if (name === this.primary) return true;
    const position = await this.ask(this.primary, loggedPosition);
    return ask(this.admin(name), (query) => hasApplied(query, position, timeoutMs), timeoutMs + orderTimeoutMs);
  }

  standings(): Promise<Standings> {
    return takeStandings(this.admin(this.primary), this.replicas, (name, question) => this.ask(name, question));
  }

  async standingOf(name: string, signal: AbortSignal = noSignal): Promise<Standing | undefined> {
    return (await unlessAborted(this.standings(), signal)).replicas.find((each) => each.name === name);
  }
}
