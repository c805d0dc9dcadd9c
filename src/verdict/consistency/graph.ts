/** A directed graph in flat arrays: the edges of each node stand together, so that a search touches memory in order. */

/** Kinds of dependency, as bits of a mask. */
export const edgeKinds = { ww: 1, wr: 2, rw: 4, session: 8, time: 16 } as const;

export interface Graph {
  readonly nodes: number;
  /** Node → its first edge; one more entry than nodes. */
  readonly firstEdge: Uint32Array;
  readonly to: Uint32Array;
  readonly kind: Uint8Array;
  /** Accesses at both ends, for the story; 0 for edges of order alone. */
  readonly fromAccess: Uint32Array;
  readonly toAccess: Uint32Array;
}

export interface Edge {
  /** Position among the edges of the graph. */
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly fromAccess: number;
  readonly toAccess: number;
}

export type EdgeVisitor = (from: number, to: number, kind: number, fromAccess: number, toAccess: number) => void;

/** `visitAll` is called twice and must visit the same edges in the same order: first to count them, then to place them. */
export function buildGraph(nodes: number, visitAll: (visit: EdgeVisitor) => void): Graph {
  const firstEdge = new Uint32Array(nodes + 1);
  visitAll((from) => {
    firstEdge[from + 1]! += 1;
  });
  for (let node = 0; node < nodes; node += 1) firstEdge[node + 1]! += firstEdge[node] as number;
  const edges = firstEdge[nodes] as number;
  const columns = {
    to: new Uint32Array(edges),
    kind: new Uint8Array(edges),
    fromAccess: new Uint32Array(edges),
    toAccess: new Uint32Array(edges),
  };
  const next = firstEdge.slice();
  visitAll((from, to, kind, fromAccess, toAccess) => {
    const at = next[from] as number;
    next[from] = at + 1;
    columns.to[at] = to;
    columns.kind[at] = kind;
    columns.fromAccess[at] = fromAccess;
    columns.toAccess[at] = toAccess;
  });
  return { nodes, firstEdge, ...columns };
}

export function edgeAt({ to, kind, fromAccess, toAccess }: Graph, from: number, at: number): Edge {
  return {
    index: at,
    from,
    to: to[at] as number,
    kind: kind[at] as number,
    fromAccess: fromAccess[at] as number,
    toAccess: toAccess[at] as number,
  };
}
