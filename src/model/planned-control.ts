/** What a target allows to be done to it on purpose and in order: nodes that come and go, traffic that moves. */

/** Which nodes belong to the cluster, where that is changed in order while it serves. All calls are idempotent. */
export interface MembershipControl {
  members(): readonly string[];
  /** Starts the node, waits until it holds everything and serves, and only then takes it into the route. */
  add(node: string, options: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  /**
   * Takes the node out of the route, waits up to `drainMs` until its clients have left, and stops it in order. Nobody waits for it from then on, and
   * what it holds is compared with nothing. Also ends a node whose joining was broken off. Resolves to how many clients had not left in time.
   */
  remove(node: string, options: { readonly drainMs: number }): Promise<number>;
}

/** Moves all traffic from one side of the target to another, which follows it. At no time do both sides take writes. */
export interface CutoverControl {
  /** The node that takes the writes of the old side, and one of the new side. */
  readonly nodes: { readonly from: string; readonly to: string };
  /** Rejects when it was given up half way; `settle` then says which side serves. */
  cutOver(options: CutoverOptions): Promise<void>;
  /** Back to the old side before the point of no return, forward to the new one after it. Idempotent; works in another process. */
  settle(): Promise<void>;
}

export interface CutoverOptions {
  /** How long payments in flight may take to end before their connections are killed. */
  readonly drainMs: number;
  /** How long the new side may take to hold everything; then all goes back. */
  readonly catchUpMs: number;
  readonly signal: AbortSignal;
  readonly tell: (node: string, text: string) => void;
}

/** A share (0 to 1) of the payments of one zone is served by another zone's nodes. */
export interface TrafficShift {
  readonly from: string;
  readonly to: string;
  readonly share: number;
}

/** By whose nodes the customers of a zone are served. */
export interface TrafficControl {
  /** In the place of an earlier shift of that id. */
  shift(id: string, shift: TrafficShift): void;
  end(id: string): void;
  /** The share that is shifted now. */
  shifted(id: string): number;
}
