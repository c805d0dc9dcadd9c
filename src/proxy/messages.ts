/** What the runner and the proxy's thread tell each other: one question at a time by number, one answer to each. */
import type { Poison } from '../model/network.js';
import type { Endpoint } from '../model/topology.js';

export type NodeAddress = Pick<Endpoint, 'name' | 'host' | 'port' | 'socketPath'>;

/** Handed to the thread as its worker data. */
export interface ProxyOrder {
  readonly nodes: readonly NodeAddress[];
  readonly seed: number;
}

export type Question =
  | { readonly kind: 'listen' }
  | { readonly kind: 'poison'; readonly poison: Poison }
  | { readonly kind: 'cure' | 'effect'; readonly id: string };

/** What each kind of question is answered with. */
export interface Answers {
  readonly listen: readonly NodeAddress[];
  readonly poison: null;
  readonly cure: null;
  readonly effect: number | null;
}
