/** The port of the machine under a node: what can be taken from that one node, as if its machine had no more of it. */

/** What is left of something. Of each kind a node bears one at a time. */
export type Strain =
  /** Processor time: so much of one core. */
  | { readonly kind: 'cpu'; readonly cores: number }
  /** Memory beyond what it has. */
  | { readonly kind: 'memory'; readonly spareBytes: number }
  /** Reads and writes of its disk, of each so many a second. */
  | { readonly kind: 'disk-speed'; readonly operationsPerSecond: number }
  /** Room on its disk: none. */
  | { readonly kind: 'disk-space' }
  /** The right time: its clock is so far ahead, or behind when negative. */
  | { readonly kind: 'clock'; readonly aheadMs: number };

export type StrainKind = Strain['kind'];

/** All calls are idempotent, and know from the cluster's directory alone what another process has done. None touches another node, or paystorm. */
export interface MachineControl {
  /** It ends by itself after `boundMs`, also when nobody is left to relieve the node. */
  strain(node: string, strain: Strain, options: { readonly boundMs: number }): Promise<void>;
  relieve(node: string, kind: StrainKind): Promise<void>;
  /** By measurement: whether the node is short of it now. */
  isStrained(node: string, strain: Strain): Promise<boolean>;
}
