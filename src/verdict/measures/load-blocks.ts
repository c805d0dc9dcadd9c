/** Cuts the measured load into blocks, each with its counts and its response times, for comparisons that have one run only. */
import { bucketOf, writeBuckets } from '../../kit/time-buckets.js';
import { outcomes } from '../../model/outcome.js';
import type { ScheduledPhase } from '../../model/plan.js';
import type { Interval } from '../../model/recovery.js';
import type { LoadBlock } from '../../model/sample.js';
import { noError } from '../attempt-columns.js';
import type { GateEvidence } from '../gates/gate-evidence.js';

/** Of each phase: as many as a spread can be told from, and so few that each is long. */
const blocksPerPhase = 10;
const inDoubt = outcomes.indexOf('in-doubt');

/** Warm-up is left out, and what was not observed. */
export function loadBlocks(evidence: GateEvidence): readonly LoadBlock[] {
  const { phases } = evidence.facts.header.plan;
  return phases
    .filter(({ isWarmup, startMs }) => !isWarmup && startMs < evidence.observedUntilMs)
    .flatMap((phase) => cut(phase, evidence.observedUntilMs).map((range) => blockOf(phase, range, evidence)));
}

function cut({ startMs, endMs }: ScheduledPhase, observedUntilMs: number): readonly Interval[] {
  const lengthMs = (Math.min(endMs, observedUntilMs) - startMs) / blocksPerPhase;
  return Array.from({ length: blocksPerPhase }, (_each, index) => {
    const fromMs = startMs + index * lengthMs;
    return { fromMs, toMs: fromMs + lengthMs };
  });
}

function blockOf(
  { name }: ScheduledPhase,
  { fromMs, toMs }: Interval,
  { evidence, goodput, columns }: GateEvidence,
): LoadBlock {
  const [from, to] = [goodput.indexAt(fromMs), goodput.indexAt(toMs)];
  const { responseTimeMs, outcome } = evidence.arrivals;
  const buckets = new Map<number, number>();
  let unanswered = 0;
  for (let index = from; index < to; index += 1) {
    const timeMs = responseTimeMs[index] as number;
    if (Number.isNaN(timeMs)) unanswered += 1;
    else buckets.set(bucketOf(timeMs), (buckets.get(bucketOf(timeMs)) ?? 0) + 1);
  }
  const { endMs, errorClass, count } = columns.attempts;
  let [attempts, errors] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const atMs = endMs[index] as number;
    if (atMs < fromMs || atMs >= toMs) continue;
    attempts += 1;
    if (errorClass[index] !== noError) errors += 1;
  }
  return {
    phase: name,
    lengthMs: Math.round(toMs - fromMs),
    arrivals: to - from,
    good: goodput.good(from, to),
    inDoubt: outcome.subarray(from, to).filter((each) => each === inDoubt).length,
    attempts,
    errors,
    unanswered,
    times: writeBuckets(buckets),
  };
}
