/**
 * Strongly connected components by Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972), without recursion,
 * because histories are longer than any stack: linear in nodes and edges.
 */
import type { Graph } from './graph.js';

/**
 * Node → number of its component; nodes that are in no cycle share none with any other. `mask` chooses the kinds of edges that count;
 * nodes with a 1 in `isLeftOut` count as if they had no edges. Numbers grow against the edges: what a node leads to has its number or a lower one.
 */
export function findComponents(graph: Graph, mask: number, isLeftOut?: Uint8Array): Uint32Array {
  return new Search(graph, mask, isLeftOut ?? new Uint8Array(graph.nodes)).run();
}

const unvisited = 0;

class Search {
  readonly #graph: Graph;
  readonly #mask: number;
  readonly #isLeftOut: Uint8Array;
  readonly #component: Uint32Array;
  /** Node → order of its first visit, from 1. */
  readonly #order: Uint32Array;
  /** Node → the earliest visited node that it reaches. */
  readonly #low: Uint32Array;
  /** Node → the next of its edges to follow. */
  readonly #next: Uint32Array;
  readonly #isOpen: Uint8Array;
  readonly #open: Uint32Array;
  readonly #path: Uint32Array;
  #opened = 0;
  #depth = 0;
  #visited = 0;
  #components = 0;

  constructor(graph: Graph, mask: number, isLeftOut: Uint8Array) {
    this.#graph = graph;
    this.#mask = mask;
    this.#isLeftOut = isLeftOut;
    const { nodes } = graph;
    this.#component = new Uint32Array(nodes);
    this.#order = new Uint32Array(nodes);
    this.#low = new Uint32Array(nodes);
    this.#next = graph.firstEdge.slice(0, nodes);
    this.#isOpen = new Uint8Array(nodes);
    this.#open = new Uint32Array(nodes);
    this.#path = new Uint32Array(nodes);
  }

  run(): Uint32Array {
    for (let node = 0; node < this.#graph.nodes; node += 1) {
      if (this.#order[node] !== unvisited) continue;
      this.#enter(node);
      while (this.#depth > 0) this.#step(this.#path[this.#depth - 1] as number);
    }
    return this.#component;
  }

  #enter(node: number): void {
    this.#visited += 1;
    this.#order[node] = this.#visited;
    this.#low[node] = this.#visited;
    this.#isOpen[node] = 1;
    this.#open[this.#opened] = node;
    this.#opened += 1;
    this.#path[this.#depth] = node;
    this.#depth += 1;
  }

  /** Follows the next edge of the node on top of the path, or leaves it. */
  #step(node: number): void {
    const { firstEdge, to, kind } = this.#graph;
    const edge = this.#next[node] as number;
    if (edge === firstEdge[node + 1]) return this.#leave(node);
    this.#next[node] = edge + 1;
    if (((kind[edge] as number) & this.#mask) === 0) return;
    const target = to[edge] as number;
    if (this.#isLeftOut[node] === 1 || this.#isLeftOut[target] === 1) return;
    if (this.#order[target] === unvisited) this.#enter(target);
    else if (this.#isOpen[target] === 1) this.#lower(node, this.#order[target] as number);
  }

  #leave(node: number): void {
    this.#depth -= 1;
    if (this.#depth > 0) this.#lower(this.#path[this.#depth - 1] as number, this.#low[node] as number);
    if (this.#low[node] === this.#order[node]) this.#close(node);
  }

  /** Everything opened since the node forms a component with it. */
  #close(node: number): void {
    let member: number;
    do {
      this.#opened -= 1;
      member = this.#open[this.#opened] as number;
      this.#isOpen[member] = 0;
      this.#component[member] = this.#components;
    } while (member !== node);
    this.#components += 1;
  }

  #lower(node: number, to: number): void {
    if (to < (this.#low[node] as number)) this.#low[node] = to;
  }
}
