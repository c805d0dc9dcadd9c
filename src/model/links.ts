/** The port of the network between the nodes: what is sent from one to another can be lost, whole or in part. Clients do not come this way. */

/** One direction: what `from` sends to `to`. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface LinkLoss {
  /** Chosen by the fault: to begin the same twice is to begin it once. */
  readonly id: string;
  readonly links: readonly Link[];
  /** Of the packets, 0 to 1; 1 is a cut. */
  readonly share: number;
  /** It ends by itself after so long, whoever is still there to restore the links. */
  readonly boundMs: number;
}

/** What faults may do to the network between the nodes. Losses of different ids do not know of each other, and none may end another. */
export interface LinkControl {
  lose(loss: LinkLoss): Promise<void>;
  /** Idempotent. */
  restore(id: string): Promise<void>;
  /** Packets dropped so far; null when the loss is not, or no longer, in force. */
  droppedBy(id: string): Promise<number | null>;
}
