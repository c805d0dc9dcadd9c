/**
 * Finds cycles in three rounds: among the dependencies of the data alone, then with the order within sessions, then with the order in time.
 * In each round first those without a missed read, then with one, then with several; each shown by a short one. What an earlier
 * round has found is not told again; but what is part of a skew alone, which many targets allow, is searched on for what they do not. Every search stays within a component of the very edges that it may use, so that few are in vain.
 */
import type { AnomalyKind } from '../../model/anomaly.js';
import type { AccessColumns } from '../../model/history.js';
import { findComponents } from './components.js';
import { edgeAt, edgeKinds, type Edge, type Graph } from './graph.js';
import { nameSingleRead, nameSkew } from './name-cycle.js';
import { PathSearch } from './shortest-path.js';

const { ww, wr, rw, session, time } = edgeKinds;
/** Edges that all searches together may look at: a few seconds of work. */
const budgetMax = 50_000_000;
/** Edges of a component that are tried for the shortest cycle: all of a long one would take quadratic time. */
const triesMax = 64;

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
  readonly budget?: number;
}

/** False when it had to give up before it was through. */
export function findCycles(options: CycleOptions): boolean {
  const { graph, isExplained } = options;
  // Nearly every run: where all edges together form no cycle, no choice of them does, and one search says so instead of many.
  if (!cyclicNodes(findComponents(graph, ww | wr | rw | session | time)).includes(1)) return true;
  const paths = {
    search: new PathSearch(graph, options.budget ?? budgetMax),
    // With the order in time, so that neighbours in time have neighbouring ranks, and searches between them stay short.
    rank: findComponents(graph, ww | wr | session | time),
  };
  const ofData = new CycleRound(options, paths, { order: 0, isLeftOut: new Uint8Array(graph.nodes) });
  findDataCycles(ofData, options.accesses);
  const ofSkews = ofData.marks(isExplained, ww | wr).all;
  let told = ofData.marks(isExplained, ww | wr).simple;
  const orders = [
    { order: session, names: ['session-cycle', 'G2-session'] },
    { order: session | time, names: ['real-time-cycle', 'G2-real-time'] },
  ] as const;
  for (const { order, names } of orders) {
    const round = new CycleRound(options, paths, { order, isLeftOut: told });
    round.findWithoutMissed({ through: order, mask: ww | wr | order }, names[0]);
    round.findMissed(ww | wr | order, () => names[0]);
    const { simple } = round.marks(told, ww | wr | order);
    const skewed = new CycleRound(options, paths, { order, isLeftOut: merged(ofSkews, simple) });
    skewed.findMissed(ww | wr | rw | order, () => names[1]);
    told = skewed.marks(simple, ww | wr | order).all;
  }
  return !paths.search.isExhausted;
}

function findDataCycles(round: CycleRound, accesses: AccessColumns): void {
  round.findWithoutMissed({ through: ww, mask: ww }, 'G0');
  round.findWithoutMissed({ through: wr, mask: ww | wr }, 'G1c');
  round.findMissed(ww | wr, (edge, back) => nameSingleRead(edge, back, accesses));
  round.findMissed(ww | wr | rw, (edge, back) => nameSkew([edge, ...back], accesses));
}

interface Paths {
  readonly search: PathSearch;
  /** As routes without missed reads use it. */
  readonly rank: Uint32Array;
}

interface RoundScope {
  /** Kinds of order that count beside the dependencies of the data. */
  readonly order: number;
  readonly isLeftOut: Uint8Array;
}

class CycleRound {
  readonly #options: CycleOptions;
  readonly #paths: Paths;
  readonly #isLeftOut: Uint8Array;
  /** By all kinds of edges that count in this round. */
  readonly #component: Uint32Array;
  /** Node → 1 when it is part of any cycle of this round. */
  readonly #isCyclic: Uint8Array;
  /** Edge → 1 when a cycle through it has been told. */
  readonly #isTold: Uint8Array;
  /** Node → 1 when it is part of a cycle that has been told and holds a single missed read. */
  readonly #isSingle: Uint8Array;
  /** Readers with the writers whom they missed, as `from * nodes + to`, of the cycles that have been told. */
  readonly #toldPairs = new Set<number>();

  constructor(options: CycleOptions, paths: Paths, { order, isLeftOut }: RoundScope) {
    this.#options = options;
    this.#paths = paths;
    this.#isLeftOut = isLeftOut;
    this.#component = findComponents(options.graph, ww | wr | rw | order, isLeftOut);
    this.#isCyclic = cyclicNodes(this.#component);
    this.#isTold = new Uint8Array(options.graph.to.length);
    this.#isSingle = new Uint8Array(options.graph.nodes);
  }

  /** Copies of `before` with a 1 also for every node of a cycle (`all`), and of one by `mask`, or told with a single missed read (`simple`). */
  marks(before: Uint8Array, mask: number): Told {
    const { graph } = this.#options;
    const isAnyCyclic = this.#isCyclic.includes(1);
    const byMask = isAnyCyclic ? cyclicNodes(findComponents(graph, mask, this.#isLeftOut)) : this.#isCyclic;
    return { all: merged(before, this.#isCyclic), simple: merged(merged(before, byMask), this.#isSingle) };
  }

  /** Of each component by `mask` one cycle is told: the shortest through one of its first edges of the kind that gives it its name. */
  findWithoutMissed({ through, mask }: { readonly through: number; readonly mask: number }, kind: AnomalyKind): void {
    if (!this.#isCyclic.includes(1)) return;
    const component = findComponents(this.#options.graph, mask, this.#isLeftOut);
    const tries = new Map<number, number>();
    const shortest = new Map<number, readonly Edge[]>();
    this.#eachEdge(through, component, (edge) => {
      const key = component[edge.from] as number;
      const tried = tries.get(key) ?? 0;
      tries.set(key, tried + 1);
      const back = tried < triesMax ? this.#paths.search.find({ from: edge.to, to: edge.from, mask }, component) : null;
      const isShorter = back !== null && back.length + 1 < (shortest.get(key)?.length ?? Number.POSITIVE_INFINITY);
      if (isShorter) shortest.set(key, [edge, ...back]);
    });
    for (const edges of shortest.values()) this.#options.visit({ kind, edges });
  }

  /** One cycle for every pair of a reader and the writer whom it missed, unless a cycle told before holds that read. */
  findMissed(mask: number, nameOf: (edge: Edge, back: readonly Edge[]) => AnomalyKind): void {
    const rank = (mask & rw) === 0 ? { rank: this.#paths.rank } : {};
    this.#eachEdge(rw, this.#component, (edge) => {
      const pair = edge.from * this.#options.graph.nodes + edge.to;
      if (this.#isTold[edge.index] === 1 || this.#toldPairs.has(pair)) return;
      const back = this.#paths.search.find({ from: edge.to, to: edge.from, mask, ...rank }, this.#component);
      if (back === null) return;
      this.#toldPairs.add(pair);
      for (const { index } of [edge, ...back]) this.#isTold[index] = 1;
      if (back.every(({ kind }) => kind !== rw)) for (const { from } of [edge, ...back]) this.#isSingle[from] = 1;
      this.#options.visit({ kind: nameOf(edge, back), edges: [edge, ...back] });
    });
  }

  /** Edges of a kind of which both ends are in one component: only these can be part of a cycle. */
  #eachEdge(kinds: number, component: Uint32Array, visit: (edge: Edge) => void): void {
    const { graph } = this.#options;
    for (let node = 0; node < graph.nodes; node += 1) {
      for (let at = graph.firstEdge[node] as number; at < (graph.firstEdge[node + 1] as number); at += 1) {
        if (((graph.kind[at] as number) & kinds) === 0) continue;
        if (component[node] === component[graph.to[at] as number]) visit(edgeAt(graph, node, at));
      }
    }
  }
}

/** Nodes that need not be searched again. */
interface Told {
  readonly simple: Uint8Array;
  readonly all: Uint8Array;
}

function merged(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((mark, node) => mark | (other[node] as number));
}

/** A plain loop: over millions of nodes it takes a tenth of what `from` with a function does. */
function cyclicNodes(component: Uint32Array): Uint8Array {
  const sizes = new Uint32Array(component.length);
  for (let node = 0; node < component.length; node += 1) sizes[component[node] as number]! += 1;
  const isCyclic = new Uint8Array(component.length);
  for (let node = 0; node < component.length; node += 1)
    if ((sizes[component[node] as number] as number) > 1) isCyclic[node] = 1;
  return isCyclic;
}
