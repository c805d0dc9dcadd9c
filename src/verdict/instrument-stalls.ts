/** Tells when the instrument's own threads stood still or lagged for so long that what they saw may be their own doing. */
import { formatCount, formatDuration, formatPercent } from '../kit/format.js';
import type { LoadInterval } from '../model/load-interval.js';
import type { JournalFacts } from './read-journal.js';

/**
 * Measured in 1,700 seconds of load threads on busy machines with two cores, which also ran the servers that were killed, paused or cut off
 * meanwhile: a load thread stood still for 0.34 s at most, and for over 0.25 s in a single second; the main thread, which starts and ends the
 * servers too, for 1.9 s. A generator asked for more than it can do stood still for 2.8 to 10 s. What is longer than a second leaves a second
 * without a measurement.
 */
const loadStallMsMax = 1_000;
const mainStallMsMax = 3_000;
const secondMs = 1_000;
/** A second of a load thread with a stall, or a 99th percentile of lag, above this is a late one. */
const lateSecondMs = 250;
const lateSecondsShareMax = 0.05;
/** A hiccup in a short run is not a sick generator. */
const lateSecondsMin = 2;

export interface Stalls {
  readonly longestMs: number;
  /** Whole sentences; none when the instrument kept up. */
  readonly problems: readonly string[];
}

export function findStalls({ intervals, instrument }: Pick<JournalFacts, 'intervals' | 'instrument'>): Stalls {
  const loadMs = longestStallMs(intervals);
  const mainMs = longestStallMs(instrument.map((each) => ({ ...each, thread: 0 })));
  const late = intervals.filter((each) => delayMs(each) > lateSecondMs).length;
  const lateMax = Math.max(lateSecondsMin, intervals.length * lateSecondsShareMax);
  const problems = [
    ...(loadMs > loadStallMsMax ? [stallSentence('A load thread', loadMs, loadStallMsMax)] : []),
    ...(mainMs > mainStallMsMax ? [stallSentence('The main thread', mainMs, mainStallMsMax)] : []),
    ...(late > lateMax ? [lateSentence(late, intervals.length)] : []),
  ];
  return { longestMs: Math.max(loadMs, mainMs), problems };
}

type Second = Pick<LoadInterval, 'thread' | 'atMs' | 'eventLoopDelayMsMax'>;

/** A thread that stands still cannot tell its seconds either: what lies between two of them beyond a second counts, for the delay meter may miss a stall. */
function longestStallMs(seconds: readonly Second[]): number {
  const toldMs = new Map<number, number>();
  return seconds.reduce((longest, { thread, atMs, eventLoopDelayMsMax }) => {
    const silentMs = atMs - (toldMs.get(thread) ?? 0) - secondMs;
    toldMs.set(thread, atMs);
    return Math.max(longest, eventLoopDelayMsMax, silentMs);
  }, 0);
}

/** Lag is taken when an arrival is let go, before it waits for a connection: a target that stalls cannot raise it. */
function delayMs({ eventLoopDelayMsMax, scheduleLagMsP99 }: LoadInterval): number {
  return Math.max(eventLoopDelayMsMax, scheduleLagMsP99 ?? 0);
}

function stallSentence(thread: string, stallMs: number, maxMs: number): string {
  return `${thread} of the instrument stood still for ${formatDuration(stallMs)} (limit ${formatDuration(maxMs)}), and could hear no answer meanwhile.`;
}

function lateSentence(late: number, all: number): string {
  return `The load threads were over ${formatDuration(lateSecondMs)} behind in ${formatCount(late)} of ${formatCount(all)} seconds (limit ${formatPercent(lateSecondsShareMax)}).`;
}
