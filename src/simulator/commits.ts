/** The way of a transaction into the rows of every node: agreement of the members, what the planted bugs make of it, now or later. */
import type { CommitAnswer, CommitPlan, Effect } from '../model/bug.js';
import type { Clock } from '../model/clock.js';
import type { Locks } from './locks.js';
import type { SimulatedNode } from './node.js';
import type { PlantedBugs } from './planted-bugs.js';
import { deadlockMessage } from './store.js';
import type { Transaction } from './transaction.js';

export interface CommitsOptions {
  readonly clock: Clock;
  readonly locks: Locks;
  readonly bugs: PlantedBugs;
  /** Every node, by name. */
  readonly nodes: ReadonlyMap<string, SimulatedNode>;
  /** Names of the nodes that get what is written on this one. */
  readonly peersOf: (node: SimulatedNode) => readonly string[];
  /** Now, on the plan's axis. */
  readonly planMs: () => number;
}

interface Pending {
  readonly node: SimulatedNode;
  effect: Effect;
}

const deadlock = { errno: 1213, message: deadlockMessage } as const;

export class Commits {
  readonly #options: CommitsOptions;
  /** Effects that have been acknowledged before their time. */
  readonly #pending = new Set<Pending>();
  readonly #later = new Set<Promise<void>>();
  #stalledUntilMs = 0;

  constructor(options: CommitsOptions) {
    this.#options = options;
  }

  /** Members that lost one of theirs agree on who is left before they go on writing. */
  stallFor(durationMs: number): void {
    this.#stalledUntilMs = this.#options.clock.nowMs() + durationMs;
  }

  /** Resolves when the members agree and the node is awake. */
  async agreement(node: SimulatedNode): Promise<void> {
    const { clock } = this.#options;
    for (let restMs = this.#rest(); restMs > 0; restMs = this.#rest()) await clock.sleep(restMs);
    await node.awake;
  }

  async commit(node: SimulatedNode, transaction: Transaction): Promise<CommitAnswer> {
    const { locks, bugs } = this.#options;
    await this.agreement(node);
    if (transaction.isBroken || node.state === 'down') {
      locks.release(transaction);
      return node.state === 'down' ? 'nothing' : deadlock;
    }
    const plan = bugs.atCommit(this.#honestPlan(node, transaction));
    const later = plan.effects.filter((effect) => effect.delayMs > 0);
    const isRefused = plan.effects.map((effect) => effect.delayMs <= 0 && !this.#end(effect, transaction.schema));
    if (later.length === 0) locks.release(transaction);
    else this.#remember(this.#applyLater(node, transaction, later));
    return isRefused[0] === true ? deadlock : plan.answer;
  }

  /** What the node has acknowledged and not yet written is gone with it. */
  dropPending(node: SimulatedNode): void {
    for (const pending of this.#pending) {
      if (pending.node !== node) continue;
      this.#pending.delete(pending);
      pending.effect.onEnd(false);
    }
  }

  /** Resolves when nothing is still to be written. */
  async settled(): Promise<void> {
    while (this.#later.size > 0) await Promise.all(this.#later);
  }

  #remember(later: Promise<void>): void {
    this.#later.add(later);
    void later.then(() => this.#later.delete(later));
  }

  /** What its donor is still to write, a node that joins meanwhile is to write too. */
  onJoined(node: SimulatedNode, donor: SimulatedNode): void {
    for (const pending of this.#pending) {
      const { nodes } = pending.effect;
      if (nodes.includes(donor.name) && !nodes.includes(node.name))
        pending.effect = { ...pending.effect, nodes: [...nodes, node.name] };
    }
  }

  #rest(): number {
    return this.#stalledUntilMs - this.#options.clock.nowMs();
  }

  #honestPlan(node: SimulatedNode, transaction: Transaction): CommitPlan {
    const nodes = this.#options.peersOf(node);
    const effect = { writes: transaction.writes, nodes, delayMs: 0, onEnd: () => undefined };
    return { node: node.name, payment: transaction.payment(), effects: [effect], answer: 'committed' };
  }

  /** Locks are kept until then, as by a server that has written nothing yet. */
  async #applyLater(node: SimulatedNode, transaction: Transaction, effects: readonly Effect[]): Promise<void> {
    const { clock, locks } = this.#options;
    const waiting = effects.map(async (effect) => {
      const pending: Pending = { node, effect };
      this.#pending.add(pending);
      await clock.sleep(effect.delayMs);
      await node.awake;
      if (this.#pending.delete(pending)) this.#end(pending.effect, transaction.schema);
    });
    await Promise.all(waiting);
    locks.release(transaction);
  }

  #end(effect: Effect, schema: string): boolean {
    const hasTakenPlace = this.#apply(effect, schema);
    effect.onEnd(hasTakenPlace);
    return hasTakenPlace;
  }

  /** All of it or nothing, at one instant. False when a key is taken. */
  #apply({ writes, nodes }: Effect, schema: string): boolean {
    const { bugs, planMs } = this.#options;
    const stores = nodes.flatMap((name) => this.#options.nodes.get(name)?.store ?? []);
    const [first] = stores;
    if (first === undefined) return false;
    const isRefused = writes.some(
      ({ table, row, isInsert }) => isInsert && first.table(schema, table).takenKey(row) !== null,
    );
    if (isRefused) return false;
    const atMs = planMs();
    for (const { table, row } of writes) {
      const own = first.table(schema, table);
      bugs.onApplied({ nodes, table, before: own.get(own.keyOf(row)), after: row, atMs });
      for (const store of stores) store.table(schema, table).put(row);
    }
    return true;
  }
}
