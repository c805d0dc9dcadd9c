/** What the machine of a node can run short of: how it is taken, given back and measured. One such thing is one file of this folder. */
import type { Obstacle } from '../../model/fault.js';
import type { Query } from '../../model/flavor.js';
import type { Clock } from '../../model/clock.js';
import type { Strain } from '../../model/machine.js';
import type { ProcessIdentity } from '../process-identity.js';
import type { Relief } from './relief.js';

/** A node as its machine knows it. */
export interface StrainedNode {
  readonly name: string;
  /** Of its cluster. */
  readonly id: string;
  /** Null while it is down. */
  readonly process: ProcessIdentity | null;
  /** Path of its data. What is noted about the node, and what is made for it, stands beside it under its name and an ending. */
  readonly data: string;
  readonly clock: Clock;
  /** Statements of an administrator. */
  readonly order: Query;
}

export interface Strainable<Kind extends Strain = Strain> {
  /** Why this machine cannot take it from one node alone; null when it can. Changes nothing. */
  obstacle(): Promise<Obstacle | null>;
  /** Known before anything is taken, so that the bound is set first; null while the node has nothing that could be taken. */
  relief(node: StrainedNode): Promise<Relief | null>;
  take(node: StrainedNode, strain: Kind): Promise<void>;
  isFelt(node: StrainedNode, strain: Kind): Promise<boolean>;
}

export function runningProcess({ name, process }: StrainedNode): ProcessIdentity {
  if (process === null) throw new Error(`${name} is down, and has nothing that could be taken from it`);
  return process;
}
