/** Plays the plan's phases and faults at their times. It resolves only when every fault that was injected has been healed or its heal has failed. */
import { messageOf } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import type { JournalEvent } from '../model/journal.js';
import type { Plan, ScheduledFault } from '../model/plan.js';
import type { Cluster } from '../model/topology.js';
import { HealTurns } from './faults/heal-turns.js';
import { healthLeadMs, isStacked, makeSureItIsWhole } from './faults/stacking.js';

/** Longest wait for all members to be back after a heal. */
const redundancyTimeoutMs = 120_000;
/** The same in a run that was stopped: nothing more comes that would need them. */
const stoppedTimeoutMs = 5_000;

/** Injects one fault under the heal protocol; disposing what it resolves to heals it. */
export type Inject = (scheduled: ScheduledFault, context: InjectContext) => Promise<AsyncDisposable>;

export interface InjectContext {
  readonly axis: Clock;
  readonly signal: AbortSignal;
  readonly append: (event: JournalEvent) => void;
}

export interface TimelineOptions {
  readonly plan: Plan;
  readonly cluster: Cluster;
  readonly inject: Inject;
  readonly journal: { append(event: JournalEvent): void };
  readonly axis: Clock;
  /** Aborting it ends all waiting; faults are healed at once. */
  readonly signal: AbortSignal;
}

export async function playTimeline(options: TimelineOptions): Promise<void> {
  const stage: Stage = { active: new Set(), turns: new HealTurns(), isDirty: false };
  const faults = options.plan.faults.filter((fault) => fault.kind !== 'none');
  await Promise.all([announcePhases(options), ...faults.map((fault) => playFault(options, fault, stage))]);
}

interface Stage {
  /** Names of the faults that are injected. */
  readonly active: Set<string>;
  readonly turns: HealTurns;
  /** A heal has failed: nobody waits for what may never be whole. */
  isDirty: boolean;
}

async function announcePhases({ plan, axis, journal, signal }: TimelineOptions): Promise<void> {
  for (const phase of plan.phases) {
    if (!(await isReached(axis, phase.startMs, signal))) return;
    journal.append({ kind: 'phase-started', atMs: axis.nowMs(), phase: phase.name });
  }
}

async function playFault(options: TimelineOptions, scheduled: ScheduledFault, stage: Stage): Promise<void> {
  const { axis, signal, journal } = options;
  const { active, turns } = stage;
  if (!(await isReached(axis, scheduled.injectAtMs - healthLeadMs, signal))) return;
  const isReady = isStacked(scheduled, options.plan.faults)
    ? Promise.resolve()
    : makeSureItIsWhole(options.cluster, signal);
  // Told when its time has come.
  isReady.catch(() => undefined);
  if (!(await isReached(axis, scheduled.injectAtMs, signal))) return;
  active.add(scheduled.name);
  const turn = turns.take();
  const append = (event: JournalEvent): void => {
    stage.isDirty ||= event.kind === 'heal-failed';
    journal.append(event);
  };
  try {
    await isReady;
    await using _injected = await options.inject(scheduled, { axis, signal, append });
    if (!(await isReached(axis, scheduled.healAtMs, signal))) await turn.come(axis);
  } catch (error) {
    const text = `The fault "${scheduled.name}" did not go as planned: ${messageOf(error)}`;
    journal.append({ kind: 'trouble', atMs: axis.nowMs(), text });
  } finally {
    turn.pass();
    active.delete(scheduled.name);
  }
  if (active.size === 0 && !stage.isDirty) await awaitRedundancy(options);
}

async function awaitRedundancy({ cluster, journal, axis, signal }: TimelineOptions): Promise<void> {
  try {
    await awaitWhole(cluster, signal);
    journal.append({ kind: 'redundant-again', atMs: axis.nowMs() });
  } catch (error) {
    journal.append({ kind: 'trouble', atMs: axis.nowMs(), text: `Not all nodes came back: ${messageOf(error)}` });
  }
}

/** Rejects when not every node is back in time, of which little is left when the signal comes. */
async function awaitWhole(cluster: Pick<Cluster, 'awaitHealthy'>, signal: AbortSignal): Promise<void> {
  try {
    if (!signal.aborted) return await cluster.awaitHealthy({ timeoutMs: redundancyTimeoutMs, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await cluster.awaitHealthy({ timeoutMs: stoppedTimeoutMs });
}

/** False when the signal came first. */
async function isReached(axis: Clock, atMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await axis.sleep(Math.max(0, atMs - axis.nowMs()), { signal });
    return true;
  } catch {
    return false;
  }
}
