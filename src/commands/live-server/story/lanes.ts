/** What lies along the time axis beside the load: the states of each node and the windows of faults, open to the right while they last. */
import type { NodeState } from '../../../model/flavor.js';
import type { JournalEvent } from '../../../model/journal.js';

export interface StateStretch {
  readonly fromMs: number;
  /** Null while it lasts. */
  toMs: number | null;
  readonly state: NodeState;
}

export interface FaultWindow {
  readonly name: string;
  readonly fromMs: number;
  /** Null while it lasts. */
  toMs: number | null;
}

/** A node that flaps for hours must not fill the memory: its oldest states are let go. */
export const stretchesMax = 500;

export class Lanes {
  readonly nodes = new Map<string, StateStretch[]>();
  readonly faults = new Map<string, FaultWindow>();
  readonly #staying = new Set<string>();

  fold(event: JournalEvent): void {
    switch (event.kind) {
      case 'node-state':
        return this.#change(event.node, event.state, event.atMs);
      case 'fault-injecting':
        this.faults.set(event.fault, { name: event.fault, fromMs: event.atMs, toMs: null });
        if (event.planned === 'stays') this.#staying.add(event.fault);
        return;
      case 'fault-injected':
        // What stays is over when it is done.
        if (this.#staying.has(event.fault)) this.#end(event.fault, event.verifiedMs);
        return;
      case 'fault-ineffective':
        return this.#end(event.fault, event.atMs);
      case 'fault-healed':
        return this.#end(event.fault, event.verifiedMs);
      default:
    }
  }

  #change(node: string, state: NodeState, atMs: number): void {
    const stretches = this.nodes.get(node) ?? [];
    this.nodes.set(node, stretches);
    const last = stretches.at(-1);
    if (last?.state === state) return;
    if (last !== undefined) last.toMs = atMs;
    stretches.push({ fromMs: atMs, toMs: null, state });
    if (stretches.length > stretchesMax) stretches.shift();
  }

  #end(fault: string, atMs: number): void {
    const window = this.faults.get(fault);
    if (window !== undefined) window.toMs ??= atMs;
  }
}
