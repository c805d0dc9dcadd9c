/** Judges the instrument before it judges anything else: a generator that could not keep its schedule must not call the target slow. */
import { formatCount, formatDuration, formatPercent } from '../kit/format.js';
import { highest } from '../kit/highest.js';
import { dropReasons } from '../model/outcome.js';
import type { InstrumentHealth } from '../model/run-record.js';
import type { ArrivalFacts } from './read-arrivals.js';
import { findStalls } from './instrument-stalls.js';
import type { JournalFacts } from './read-journal.js';

const generatorLate = dropReasons.indexOf('generator-late');
/** Arrivals the generator may miss by its own fault before nothing can be concluded. */
const lateShareMax = 0.001;
const lateCountMin = 10;
/** A 99th percentile of the lag above this makes response times doubtful, which is said without spoiling the verdict. */
const lagMsP99Notable = 50;
const threadDied = 'A load thread died, so a share of the payments was never sent';

function deathSentence({ finish, threadDeath }: JournalFacts): readonly string[] {
  if (threadDeath !== null) return [`${threadDied}: ${threadDeath.replace(/\.$/u, '')}.`];
  return finish === 'thread-died' ? [`${threadDied}.`] : [];
}

export function judgeInstrument(facts: JournalFacts, { arrivals, dropReason }: ArrivalFacts): InstrumentHealth {
  const late = countOf(dropReason, generatorLate);
  const lateMax = Math.max(lateCountMin, arrivals.count * lateShareMax);
  const stalls = findStalls(facts);
  const sick = [
    ...deathSentence(facts),
    ...(late <= lateMax ? [] : [lateSentence(late, arrivals.count)]),
    ...stalls.problems,
  ];
  const lagMsP99 = highest(facts.intervals.map((interval) => interval.scheduleLagMsP99));
  return {
    isHealthy: sick.length === 0,
    problems: [...sick, ...(lagMsP99 !== null && lagMsP99 > lagMsP99Notable ? [lagSentence(lagMsP99)] : [])],
    eventLoopDelayMsMax: stalls.longestMs,
    garbageCollectionMs: [...facts.intervals, ...facts.instrument].reduce(
      (sum, each) => sum + each.garbageCollectionMs,
      0,
    ),
    scheduleLagMsP99: lagMsP99,
    scheduleLagMsMax: highest(facts.intervals.map((interval) => interval.scheduleLagMsMax)),
    generatorLate: late,
    rssBytesMax: highest(facts.instrument.map((each) => each.rssBytes)) ?? 0,
  };
}

function lateSentence(late: number, arrivals: number): string {
  return `The load generator itself was too late for ${formatCount(late)} of ${formatCount(arrivals)} arrivals (${formatPercent(late / arrivals)}, limit ${formatPercent(lateShareMax)}).`;
}

function lagSentence(lagMsP99: number): string {
  return `In its worst second the load generator lagged by ${formatDuration(lagMsP99)} (99th percentile).`;
}

function countOf(column: Uint8Array, value: number): number {
  let count = 0;
  for (const each of column) if (each === value) count += 1;
  return count;
}
