/**
 * Finds cycles in three rounds: among the dependencies of the data alone, then with the order within sessions, then with the order in time.
 * In each round first those without a missed read, then with one, then with several; each shown by a shortest one. What an earlier
 * round has found is not told again.
 */
import type { AnomalyKind } from '../../model/anomaly.js';
import type { AccessColumns } from '../../model/history.js';
import { findComponents } from './components.js';
import { edgeAt, edgeKinds, type Edge, type Graph } from './graph.js';
import { nameSingleRead, nameSkew } from './name-cycle.js';
import { PathSearch } from './shortest-path.js';

const { ww, wr, rw, session, time } = edgeKinds;
/** Edges that all searches together may look at: a few seconds of work. */
const budget = 50_000_000;

export interface FoundCycle {
  readonly kind: AnomalyKind;
  /** From a transaction back to itself. */
  readonly edges: readonly Edge[];
}

export interface CycleOptions {
  readonly graph: Graph;
  readonly accesses: AccessColumns;
  /** Node → 1 when its reads were found to be stale or to break a session: cycles of order through it say nothing new. */
  readonly isExplained: Uint8Array;
  readonly visit: (found: FoundCycle) => void;
}

/** False when it had to give up before it was through. */
export function findCycles(options: CycleOptions): boolean {
  const search = new PathSearch(options.graph, budget);
  const components = findComponents(options.graph, ww | wr | rw);
  findDataCycles(new CycleRound(options, search, components));
  let isLeftOut = markCyclic(components, options.isExplained);
  const orders = [
    { order: session, names: ['session-cycle', 'G2-session'] },
    { order: session | time, names: ['real-time-cycle', 'G2-real-time'] },
  ] as const;
  for (const { order, names } of orders) {
    const round = new CycleRound(options, search, findComponents(options.graph, ww | wr | rw | order, isLeftOut));
    round.findWithoutMissed({ through: order, mask: ww | wr | order }, names[0]);
    round.findMissed(ww | wr | order, () => names[0]);
    round.findMissed(ww | wr | rw | order, () => names[1]);
    isLeftOut = markCyclic(round.component, isLeftOut);
  }
  return !search.isExhausted;
}

function findDataCycles(round: CycleRound): void {
  const { accesses } = round.options;
  round.findWithoutMissed({ through: ww, mask: ww }, 'G0');
  round.findWithoutMissed({ through: wr, mask: ww | wr }, 'G1c');
  round.findMissed(ww | wr, (edge, back) => nameSingleRead(edge, back, accesses));
  round.findMissed(ww | wr | rw, (edge, back) => nameSkew([edge, ...back], accesses));
}

/** A copy of `marks` with a 1 also for every node that shares its component. */
function markCyclic(components: Uint32Array, marks: Uint8Array): Uint8Array {
  const sizes = new Uint32Array(components.length);
  for (const component of components) sizes[component]! += 1;
  const all = marks.slice();
  for (let node = 0; node < all.length; node += 1) {
    if ((sizes[components[node] as number] as number) > 1) all[node] = 1;
  }
  return all;
}

class CycleRound {
  readonly options: CycleOptions;
  readonly component: Uint32Array;
  readonly #search: PathSearch;
  /** Edge → 1 when a cycle through it has been told. */
  readonly #isTold: Uint8Array;
  /** Readers with the writers whom they missed, as `from * nodes + to`, of the cycles that have been told. */
  readonly #toldPairs = new Set<number>();

  constructor(options: CycleOptions, search: PathSearch, component: Uint32Array) {
    this.options = options;
    this.component = component;
    this.#search = search;
    this.#isTold = new Uint8Array(options.graph.to.length);
  }

  /** Of each component one cycle is told: the shortest through an edge of the kind that gives it its name. */
  findWithoutMissed({ through, mask }: { readonly through: number; readonly mask: number }, kind: AnomalyKind): void {
    const shortest = new Map<number, readonly Edge[]>();
    this.#eachEdge(through, (edge) => {
      const back = this.#search.find({ from: edge.to, to: edge.from, mask }, this.component);
      const key = this.component[edge.from] as number;
      const isShorter = back !== null && back.length + 1 < (shortest.get(key)?.length ?? Number.POSITIVE_INFINITY);
      if (isShorter) shortest.set(key, [edge, ...back]);
    });
    for (const edges of shortest.values()) this.options.visit({ kind, edges });
  }

  /** One cycle for every pair of a reader and the writer whom it missed, unless a cycle told before holds that read. */
  findMissed(mask: number, nameOf: (edge: Edge, back: readonly Edge[]) => AnomalyKind): void {
    this.#eachEdge(rw, (edge) => {
      const pair = edge.from * this.options.graph.nodes + edge.to;
      if (this.#isTold[edge.index] === 1 || this.#toldPairs.has(pair)) return;
      const back = this.#search.find({ from: edge.to, to: edge.from, mask }, this.component);
      if (back === null) return;
      this.#toldPairs.add(pair);
      for (const { index } of [edge, ...back]) this.#isTold[index] = 1;
      this.options.visit({ kind: nameOf(edge, back), edges: [edge, ...back] });
    });
  }

  /** Edges of a kind of which both ends are in one component: only these can be part of a cycle. */
  #eachEdge(kinds: number, visit: (edge: Edge) => void): void {
    const { graph } = this.options;
    for (let node = 0; node < graph.nodes; node += 1) {
      for (let at = graph.firstEdge[node] as number; at < (graph.firstEdge[node + 1] as number); at += 1) {
        if (((graph.kind[at] as number) & kinds) === 0) continue;
        if (this.component[node] === this.component[graph.to[at] as number]) visit(edgeAt(graph, node, at));
      }
    }
  }
}
