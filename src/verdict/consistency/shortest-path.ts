/** The shortest way from one node of a component to another, by breadth-first search. One search object is reused, so that many searches allocate nothing. */
import { edgeAt, type Edge, type Graph } from './graph.js';

const none = 0xffffffff;

export interface Route {
  readonly from: number;
  readonly to: number;
  /** Kinds of edges that may be used. */
  readonly mask: number;
  /** Node → rank that no edge of the mask raises: whatever ranks below the goal cannot lead to it. */
  readonly rank?: Uint32Array;
}

interface Frontier {
  readonly route: Route;
  readonly component: Uint32Array;
  readonly queued: number;
}

export class PathSearch {
  readonly #graph: Graph;
  /** Node → the search that reached it last. */
  readonly #reachedIn: Uint32Array;
  readonly #parent: Uint32Array;
  readonly #parentEdge: Uint32Array;
  readonly #queue: Uint32Array;
  #search = 0;
  #budget: number;

  /** `budget`: edges that all searches together may look at. */
  constructor(graph: Graph, budget: number) {
    this.#graph = graph;
    this.#budget = budget;
    this.#reachedIn = new Uint32Array(graph.nodes);
    this.#parent = new Uint32Array(graph.nodes);
    this.#parentEdge = new Uint32Array(graph.nodes);
    this.#queue = new Uint32Array(graph.nodes);
  }

  /** Searches that are not made any more find nothing. */
  get isExhausted(): boolean {
    return this.#budget <= 0;
  }

  /** The edges of a shortest path that stays within `component`; null when there is none. */
  find(route: Route, component: Uint32Array): readonly Edge[] | null {
    const { from, to } = route;
    if (component[from] !== component[to]) return null;
    this.#search += 1;
    this.#reach(from, none, none);
    this.#queue[0] = from;
    let queued = 1;
    for (let head = 0; head < queued && this.#budget > 0; head += 1) {
      queued = this.#expand(this.#queue[head] as number, { route, component, queued });
      if (this.#reachedIn[to] === this.#search) return this.#trace(from, to);
    }
    return null;
  }

  #expand(node: number, { route, component, queued }: Frontier): number {
    const { firstEdge, to, kind } = this.#graph;
    const { mask, rank } = route;
    const rankMin = rank?.[route.to] ?? 0;
    let end = queued;
    for (let edge = firstEdge[node] as number; edge < (firstEdge[node + 1] as number); edge += 1) {
      this.#budget -= 1;
      const target = to[edge] as number;
      if (((kind[edge] as number) & mask) === 0 || component[target] !== component[node]) continue;
      if (this.#reachedIn[target] === this.#search || (rank !== undefined && rank[target]! < rankMin)) continue;
      this.#reach(target, node, edge);
      this.#queue[end] = target;
      end += 1;
    }
    return end;
  }

  #reach(node: number, parent: number, edge: number): void {
    this.#reachedIn[node] = this.#search;
    this.#parent[node] = parent;
    this.#parentEdge[node] = edge;
  }

  #trace(from: number, to: number): readonly Edge[] {
    const edges: Edge[] = [];
    for (let node = to; node !== from; node = this.#parent[node] as number) {
      edges.push(edgeAt(this.#graph, this.#parent[node] as number, this.#parentEdge[node] as number));
    }
    return edges.reverse();
  }
}
