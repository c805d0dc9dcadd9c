/** What the topology and the simulator's thread tell each other: one question at a time by number, one answer to each. */
import type { BugSettings, SimulatedTruth } from '../model/bug.js';
import type { NodeName } from '../model/topology.js';
import type { NodeState } from './node.js';

/** Handed to the thread as its worker data. */
export interface SimulatorOrder {
  readonly nodes: readonly NodeName[];
  readonly latencyMs: number;
  readonly stallMs: number;
  readonly lockTimeoutMs: number;
  /** To each node. */
  readonly connectionsMax: number;
  readonly seed: number;
  readonly bugs: readonly BugSettings[];
}

export interface NodeAddress {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export type Question =
  | { readonly kind: 'listen' | 'settle' | 'truth' }
  | { readonly kind: 'kill' | 'stop' | 'resume' | 'start' | 'state'; readonly node: string }
  | { readonly kind: 'pause'; readonly node: string; readonly boundMs: number };

/** What each kind of question is answered with. */
export interface Answers {
  readonly listen: readonly NodeAddress[];
  readonly settle: null;
  readonly truth: SimulatedTruth;
  readonly state: NodeState;
  readonly kill: null;
  readonly stop: null;
  readonly pause: null;
  readonly resume: null;
  readonly start: null;
}
