/** Writes down when each node did not answer: the truth that measured outages are compared with. */
import type { SimulatedTruth } from '../model/bug.js';

export class Outages {
  readonly #list: { readonly node: string; readonly fromMs: number; toMs: number | null }[] = [];

  begin(node: string, fromMs: number): void {
    this.end(node, fromMs);
    this.#list.push({ node, fromMs, toMs: null });
  }

  end(node: string, toMs: number): void {
    const open = this.#list.find((each) => each.node === node && each.toMs === null);
    if (open !== undefined) open.toMs = toMs;
  }

  list(): SimulatedTruth['outages'] {
    return this.#list.map((outage) => ({ ...outage }));
  }
}
