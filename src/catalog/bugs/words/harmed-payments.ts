/** A bug's list of the payments that it has harmed: each once, however often it was tried. */
import type { CommitPlan, CommittedPayment, Harm } from '../../../model/bug.js';

export class HarmedPayments {
  readonly #category: Harm['category'];
  readonly #byId = new Map<number, Harm>();

  constructor(category: Harm['category']) {
    this.#category = category;
  }

  add({ id, amount }: CommittedPayment, nodes: readonly string[]): void {
    this.#byId.set(id, { category: this.#category, payment: id, account: null, money: amount, nodes });
  }

  /** A later attempt has made it good. */
  remove({ id }: CommittedPayment): void {
    this.#byId.delete(id);
  }

  clear(): void {
    this.#byId.clear();
  }

  list(): readonly Harm[] {
    return [...this.#byId.values()];
  }
}

/** Every node that the plan would write on. */
export function nodesOf({ effects }: CommitPlan): readonly string[] {
  return [...new Set(effects.flatMap((effect) => effect.nodes))];
}
