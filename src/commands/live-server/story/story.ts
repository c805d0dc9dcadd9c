/** All that is told of a run while it goes on: to the page as charts and sentences, to collectors as metrics. Folded from what the runner reports; bounded however long the run is. */
import type { LoadInterval } from '../../../model/load-interval.js';
import type { LoadTally } from '../../../model/load-tally.js';
import type { JournalEvent, RunHeader } from '../../../model/journal.js';
import type { Plan } from '../../../model/plan.js';
import type { NodeName, Route } from '../../../model/topology.js';
import { sentenceOf } from '../../live-view/event-sentences.js';
import { createLiveState, foldEvent, foldInterval, type LiveState } from '../../live-view/live-state.js';
import { Counters } from './counters.js';
import { Lanes } from './lanes.js';
import { Seconds } from './seconds.js';

/** What is running, from the first server to the last report. */
export type Stage = 'set-up' | 'load' | 'audit' | 'ended';

/** Of a run: its plan, its nodes, and its part in a study. */
export interface Beginning {
  readonly plan: Plan;
  readonly nodes: readonly NodeName[];
  readonly isSimulated: boolean;
  readonly title: string | null;
}

export interface Told {
  readonly atMs: number;
  readonly sentence: string;
}

type Instrument = Extract<JournalEvent, { readonly kind: 'instrument' }>;

export interface Story extends Beginning {
  /** By the wall clock. */
  readonly beganAt: string;
  readonly state: LiveState;
  readonly seconds: Seconds;
  readonly counters: Counters;
  readonly lanes: Lanes;
  /** The latest of each thread. */
  readonly tallies: Map<number, LoadTally>;
  /** The latest sentences, oldest first. */
  readonly told: Told[];
  readonly replicaLagMs: Map<string, number | null>;
  readonly injections: Map<string, number>;
  readonly heals: Map<string, number>;
  /** Null until the load begins. */
  header: Pick<RunHeader, 'runId' | 'flavor' | 'operations' | 'nodes'> | null;
  route: Route | null;
  instrument: Instrument | null;
  stage: Stage;
}

const toldMax = 200;

export function beginStory(beginning: Beginning, beganAt: string): Story {
  const { plan, nodes } = beginning;
  return {
    ...beginning,
    beganAt,
    state: createLiveState(plan, nodes),
    seconds: new Seconds(Math.min(plan.scenario.client.threads, plan.scenario.client.connections)),
    counters: new Counters(),
    lanes: new Lanes(),
    tallies: new Map(),
    told: [],
    replicaLagMs: new Map(),
    injections: new Map(),
    heals: new Map(),
    header: null,
    route: null,
    instrument: null,
    stage: 'set-up',
  };
}

export function foldTally(story: Story, interval: LoadInterval, tally: LoadTally): void {
  if (!foldInterval(story.state, interval)) return;
  story.tallies.set(interval.thread, tally);
  story.counters.add(interval, tally);
  story.seconds.add(interval, tally);
}

/** Intervals come with their tally, and not as events. */
export function foldStoryEvent(story: Story, event: JournalEvent): void {
  if (event.kind === 'interval') return;
  const isNews = foldEvent(story.state, event);
  const sentence = isNews ? sentenceOf(event) : null;
  if (sentence !== null) tell(story, { atMs: event.atMs, sentence });
  story.lanes.fold(event);
  note(story, event);
}

export function foldProgress(story: Story, text: string): void {
  story.state.progress = text;
}

function tell(story: Story, told: Told): void {
  story.told.push(told);
  if (story.told.length > toldMax) story.told.shift();
}

function note(story: Story, event: JournalEvent): void {
  switch (event.kind) {
    case 'run-started':
      story.header = event.run;
      return;
    case 'load-started':
      story.stage = 'load';
      return;
    case 'load-finished':
      story.stage = 'audit';
      story.seconds.end();
      return;
    case 'node-state':
      story.replicaLagMs.set(event.node, event.replicaLagMs);
      return;
    case 'route-changed':
      story.route = event;
      return;
    case 'instrument':
      story.instrument = event;
      story.counters.addThread('main', event);
      return;
    case 'fault-injected':
      return count(story.injections, event.fault);
    case 'fault-healed':
      return count(story.heals, event.fault);
    default:
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
