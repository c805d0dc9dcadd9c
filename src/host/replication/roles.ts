/** Who is the primary and who follows it: the one place that knows, and the orders by which servers change their roles. */
import { createTurns } from '../../kit/take-turns.js';
import type { Endpoint } from '../../model/topology.js';
import { ask, orderTimeoutMs } from '../../mysql/await-answer.js';
import type { ServerFleet } from '../server-fleet.js';
import { becomePrimary, becomeReplica, hasApplied, loggedPosition } from './replica-sql.js';
import type { ReplicationMode } from './replication-options.js';
import { takeStandings, type Standing, type Standings } from './standing.js';

type Question<Answer> = Parameters<typeof ask<Answer>>[1];

export class ReplicationRoles {
  readonly mode: ReplicationMode;
  /** Roles are decided by one at a time: a primary must not be restarted as such while another server is being promoted. */
  readonly takeTurn = createTurns();
  readonly #fleet: ServerFleet;
  readonly #onPrimary: (primary: string) => void;

  constructor(fleet: ServerFleet, mode: ReplicationMode, onPrimary: (primary: string) => void) {
    this.#fleet = fleet;
    this.mode = mode;
    this.#onPrimary = onPrimary;
  }

  /** The first server, until another one was made it. */
  get primary(): string {
    return this.#fleet.file.primary ?? this.#fleet.file.nodes[0]?.name ?? '';
  }

  get replicas(): readonly string[] {
    return this.#fleet.file.nodes.map((node) => node.name).filter((name) => name !== this.primary);
  }

  admin(name: string): Endpoint {
    return this.#fleet.adminEndpoint(name);
  }

  /** For looking: a server that hangs is soon given up. */
  ask<Answer>(name: string, question: Question<Answer>): Promise<Answer> {
    return ask(this.admin(name), question);
  }

  /** For changing: a server that is slow is waited for. */
  order<Answer>(name: string, question: Question<Answer>): Promise<Answer> {
    return ask(this.admin(name), question, orderTimeoutMs);
  }

  async promote(name: string): Promise<void> {
    await this.order(name, (query) => becomePrimary(query, this.mode));
    const isNew = name !== this.primary;
    await this.#fleet.claim({ primary: name });
    if (isNew) this.#onPrimary(name);
  }

  async follow(name: string): Promise<void> {
    const primary = this.admin(this.primary);
    await this.order(name, (query) => becomeReplica(query, primary, this.mode));
  }

  /** Resolves to whether a server holds, within the time, whatever the primary held when it was asked. */
  async catchUp(name: string, timeoutMs: number): Promise<boolean> {
    if (name === this.primary) return true;
    const position = await this.ask(this.primary, loggedPosition);
    return ask(this.admin(name), (query) => hasApplied(query, position, timeoutMs), timeoutMs + orderTimeoutMs);
  }

  standings(): Promise<Standings> {
    return takeStandings(this.primary, this.replicas, (name, question) => this.ask(name, question));
  }

  async standingOf(name: string): Promise<Standing | undefined> {
    return (await this.standings()).replicas.find((each) => each.name === name);
  }
}
