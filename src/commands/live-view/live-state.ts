/** What the live view knows: the latest second of each load thread, the nodes, the faults. Folded from events; the same event twice changes nothing. */
import type { LoadInterval } from '../../model/load-interval.js';
import type { NodeState } from '../../model/flavor.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Plan } from '../../model/plan.js';
import type { NodeName } from '../../model/topology.js';

/** Counts of the last second, summed over threads; response time is that of the slowest thread. */
export interface LoadNow {
  readonly offered: number;
  readonly acknowledged: number;
  readonly inFlight: number;
  readonly queued: number;
  readonly responseTimeMsP99: number | null;
  readonly errors: Readonly<Record<string, number>>;
}

export interface LoadSums {
  acknowledged: number;
  aborted: number;
  inDoubt: number;
  declined: number;
  dropped: number;
  readonly errors: Record<string, number>;
}

export interface LiveFault {
  readonly name: string;
  readonly nodes: readonly string[];
  status: 'injecting' | 'injected' | 'healing' | 'healed' | 'ineffective' | 'heal-failed';
}

export interface LiveState {
  readonly plan: Plan;
  /** Latest time on the plan's axis that anything reported. */
  nowMs: number;
  /** Latest sentence of set-up or audit; null while load runs. */
  progress: string | null;
  readonly latest: Map<number, LoadInterval>;
  readonly sums: LoadSums;
  /** Acknowledged per second of the plan's axis, for the sparkline. */
  readonly acknowledgedBySecond: Map<number, number>;
  readonly nodes: Map<string, NodeState | null>;
  readonly faults: Map<string, LiveFault>;
}

const secondsKept = 600;

export function createLiveState(plan: Plan, nodes: readonly NodeName[]): LiveState {
  return {
    plan,
    nowMs: 0,
    progress: null,
    latest: new Map(),
    sums: { acknowledged: 0, aborted: 0, inDoubt: 0, declined: 0, dropped: 0, errors: {} },
    acknowledgedBySecond: new Map(),
    nodes: new Map(nodes.map((node) => [node.name, null])),
    faults: new Map(),
  };
}

/** Returns false for an interval that was already counted. */
export function foldInterval(state: LiveState, interval: LoadInterval): boolean {
  const before = state.latest.get(interval.thread);
  if (before !== undefined && interval.atMs <= before.atMs) return false;
  state.latest.set(interval.thread, interval);
  state.nowMs = Math.max(state.nowMs, interval.atMs);
  state.progress = null;
  addToSums(state.sums, interval);
  const second = Math.round(interval.atMs / 1000);
  const { acknowledgedBySecond } = state;
  acknowledgedBySecond.set(second, (acknowledgedBySecond.get(second) ?? 0) + interval.acknowledged);
  acknowledgedBySecond.delete(second - secondsKept);
  return true;
}

/** Returns whether the event changed something worth telling: a node that reports the same state again does not. */
export function foldEvent(state: LiveState, event: JournalEvent): boolean {
  if (event.kind === 'interval') return foldInterval(state, event.interval);
  state.nowMs = Math.max(state.nowMs, event.atMs);
  if (event.kind === 'node-state') {
    const isChange = state.nodes.get(event.node) !== event.state;
    state.nodes.set(event.node, event.state);
    return isChange;
  }
  if (event.kind === 'load-started') state.progress = null;
  foldFault(state, event);
  return true;
}

export function loadNow(state: LiveState): LoadNow {
  const intervals = [...state.latest.values()];
  const sum = (pick: (interval: LoadInterval) => number): number =>
    intervals.reduce((total, one) => total + pick(one), 0);
  const slowest = intervals.map((one) => one.responseTimeMsP99).filter((value) => value !== null);
  const errors: Record<string, number> = {};
  for (const one of intervals) addCounts(errors, one.errors);
  return {
    offered: sum((one) => one.offered),
    acknowledged: sum((one) => one.acknowledged),
    inFlight: sum((one) => one.inFlight),
    queued: sum((one) => one.queued),
    responseTimeMsP99: slowest.length === 0 ? null : Math.max(...slowest),
    errors,
  };
}

function foldFault(state: LiveState, event: JournalEvent): void {
  if (event.kind === 'fault-injecting') {
    state.faults.set(event.fault, { name: event.fault, nodes: event.targets.nodes, status: 'injecting' });
    return;
  }
  const statuses = {
    'fault-injected': 'injected',
    'fault-ineffective': 'ineffective',
    'fault-healing': 'healing',
    'fault-healed': 'healed',
    'heal-failed': 'heal-failed',
  } as const;
  if (!(event.kind in statuses) || !('fault' in event)) return;
  const fault = state.faults.get(event.fault) ?? { name: event.fault, nodes: [], status: 'injected' };
  fault.status = statuses[event.kind];
  state.faults.set(event.fault, fault);
}

function addToSums(sums: LoadSums, interval: LoadInterval): void {
  sums.acknowledged += interval.acknowledged;
  sums.aborted += interval.aborted;
  sums.inDoubt += interval.inDoubt;
  sums.declined += interval.declined;
  sums.dropped += interval.dropped;
  addCounts(sums.errors, interval.errors);
}

function addCounts(into: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + count;
}
