/** Stage 3: fires a plan at a prepared target, breaks it, heals it, and writes down everything that happened. */
import { messageOf, ToolError } from '../kit/error.js';
import { raisePriority } from '../kit/priority.js';
import type { BufferLooks } from '../model/buffer.js';
import type { Clock } from '../model/clock.js';
import type { Engine, RunningLoad } from '../model/engine.js';
import type { LoadInterval } from '../model/load-interval.js';
import type { LoadTally } from '../model/load-tally.js';
import type { Flavor } from '../model/flavor.js';
import type { FileSeal, JournalEvent, ProbeSample, RunHeader } from '../model/journal.js';
import type { Cluster, Route } from '../model/topology.js';
import { IntervalWatch, type AbortReason } from './interval-watch.js';
import type { OpenApi } from './open-api.js';
import { onPlanAxis } from './plan-axis.js';
import { Poster } from './poster.js';
import { settledMs } from './settled.js';
import { startObservers, type Observers } from './start-observers.js';
import { playTimeline, type Inject } from './play-timeline.js';

/** Between the decision to start and the first arrival, so that every thread has the word in time. */
const leadMs = 300;

export interface RunPlanOptions {
  readonly header: Omit<RunHeader, 'wallClock'>;
  /** Positions in `header.operations` of those that post payments. */
  readonly postings: ReadonlySet<number>;
  readonly cluster: Cluster;
  readonly flavor: Flavor;
  readonly engine: Engine;
  /** Null or absent where payments go to the database itself. */
  readonly api?: OpenApi | null;
  readonly inject: Inject;
  readonly clock: Clock & { readonly originMs: number };
  readonly journal: RunJournal;
  /** Aborting it ends the load, heals every fault and closes the journal in order. */
  readonly signal: AbortSignal;
  /** Asked once a second and thread. */
  readonly reasonToAbort: (interval: LoadInterval) => AbortReason | null;
  /** Told once a second and thread, beside the interval in the journal; must not throw. */
  readonly onTally?: ((tally: LoadTally, interval: LoadInterval) => void) | undefined;
}

/** Where a run writes: events for all, probes and attempts in files of their own. */
export interface RunJournal {
  readonly directory: string;
  append(event: JournalEvent): void;
  appendProbe(sample: ProbeSample): void;
  /** Called once, after the last probe. */
  sealProbes(): FileSeal;
}

export interface RunPlanResult {
  readonly header: RunHeader;
  /** The clock on the plan's axis, for what is still written to this run's journal. */
  readonly axis: Clock;
  readonly reason: 'completed' | 'interrupted' | 'aborted' | 'thread-died';
  /** When an attempt last ended in doubt, null when none did. */
  readonly lastInDoubtMs: number | null;
}

export async function runPlan(options: RunPlanOptions): Promise<RunPlanResult> {
  const { header, cluster, clock, journal } = options;
  const watch = new IntervalWatch(options);
  await using load = options.engine.start({
    plan: header.plan,
    runTag: header.runTag,
    flavor: header.flavor,
    nodes: cluster.nodes,
    route: cluster.route(),
    journalDirectory: journal.directory,
    clockOriginMs: clock.originMs,
    ...(options.api ? { apiUrls: options.api.urls } : {}),
    onInterval: (interval, tally) => {
      watch.onInterval(interval);
      options.onTally?.(tally, interval);
    },
  });
  await load.ready;
  const planStartMs = clock.nowMs() + leadMs;
  const axis = onPlanAxis(clock, planStartMs);
  watch.axis = axis;
  const startedHeader = { ...header, wallClock: clock.wallClockIso() };
  journal.append({ kind: 'run-started', atMs: axis.nowMs(), run: startedHeader });
  followCluster(options, load, axis, planStartMs);
  await using poster = startPoster(options, axis);
  const { reason, attemptFiles } = await driveObserved(options, load, watch, planStartMs);
  journal.append({ kind: 'files-sealed', atMs: axis.nowMs(), files: [...attemptFiles, journal.sealProbes()] });
  const undrained = (await poster?.drain(settledMs(header.plan, watch.lastInDoubtMs))) ?? null;
  if (undrained !== null) journal.append({ kind: 'trouble', atMs: axis.nowMs(), text: undrained });
  return { header: startedHeader, axis, reason, lastInDoubtMs: watch.lastInDoubtMs };
}

/** Null where every payment posts all of its entries itself. */
function startPoster({ header, cluster, flavor, journal }: RunPlanOptions, clock: Clock): Poster | null {
  const { scenario } = header.plan;
  const { bufferedPosting } = scenario.ledger;
  if (bufferedPosting === undefined) return null;
  const report = (looks: BufferLooks): void => journal.append({ kind: 'buffer-posted', atMs: clock.nowMs(), looks });
  return new Poster({ scenario, cluster, flavor, clock, report }, bufferedPosting);
}

async function driveObserved(
  options: RunPlanOptions,
  load: RunningLoad,
  watch: IntervalWatch,
  planStartMs: number,
): Promise<Driven> {
  const { clock, journal } = options;
  const { axis } = watch;
  // Probes are timed on this thread.
  using _priority = raisePriority();
  await using observers = startObservers({ ...options, axis });
  load.go(planStartMs);
  const wallClock = new Date(Date.parse(clock.wallClockIso()) + leadMs).toISOString();
  journal.append({ kind: 'load-started', atMs: 0, wallClock });
  const driven = await driveToTheEnd(options, { load, watch, observers });
  const { reason, death } = driven;
  journal.append({ kind: 'load-finished', atMs: axis.nowMs(), reason, ...(death === null ? {} : { death }) });
  return driven;
}

interface Driven {
  readonly reason: RunPlanResult['reason'];
  /** What a thread died of; null when all lived. */
  readonly death: string | null;
  /** None when a thread died: nobody knows then what its file should hold. */
  readonly attemptFiles: readonly FileSeal[];
}

interface Stage {
  readonly load: RunningLoad;
  readonly watch: IntervalWatch;
  readonly observers: Observers;
}

/** Load and faults run side by side. Whatever ends the load early ends the timeline too, and the timeline ends only when all is healed. */
async function driveToTheEnd(options: RunPlanOptions, { load, watch, observers }: Stage): Promise<Driven> {
  const { axis } = watch;
  const early = new AbortController();
  const stop = (): void => {
    load.stop();
    early.abort(new ToolError('interrupted', 'The run was stopped.', 'Read the partial report.'));
  };
  watch.stop = stop;
  if (options.signal.aborted) stop();
  options.signal.addEventListener('abort', stop, { once: true });
  const journal = {
    append(event: JournalEvent) {
      options.journal.append(event);
      observers.onEvent(event);
    },
  };
  const timeline = playTimeline({ ...options, plan: options.header.plan, journal, axis, signal: early.signal });
  const ended: { death: string | null } = { death: null };
  const loaded = load.finished.catch((error: unknown): readonly FileSeal[] => {
    ended.death = messageOf(error);
    options.journal.append({ kind: 'trouble', atMs: axis.nowMs(), text: `The load ended early: ${ended.death}` });
    stop();
    return [];
  });
  const [attemptFiles] = await Promise.all([loaded, timeline]);
  options.signal.removeEventListener('abort', stop);
  const driven = { attemptFiles, death: ended.death };
  if (ended.death !== null) return { ...driven, reason: 'thread-died' };
  if (watch.abortReason !== null) return { ...driven, reason: 'aborted' };
  return { ...driven, reason: options.signal.aborted ? 'interrupted' : 'completed' };
}

/** Failovers reach the load threads and the timeline of the report, and so does the death of the API that was started. */
function followCluster(options: RunPlanOptions, load: RunningLoad, axis: Clock, planStartMs: number): void {
  const { cluster, journal } = options;
  options.api?.onDeath((text) => journal.append({ kind: 'trouble', atMs: axis.nowMs(), text }));
  const follow = (route: Route): void => {
    load.repoint(route);
    journal.append({ kind: 'route-changed', atMs: axis.nowMs(), ...route });
  };
  cluster.onRouteChange(follow);
  // It may have changed while the load's connections were opened.
  follow(cluster.route());
  cluster.onNotice((notice) => {
    const atMs = notice.atMs - planStartMs;
    journal.append({ kind: 'notice', atMs, notice: { ...notice, atMs } });
  });
}
