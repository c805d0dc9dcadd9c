/** How far a run was driven, and how far it was observed: what was never sent because the run was stopped says nothing about the target. */
import { unrecorded } from '../journal/final-outcome.js';
import { dropReasons } from '../model/outcome.js';
import type { ArrivalFacts } from './read-arrivals.js';
import type { JournalFacts } from './read-journal.js';

const interrupted = dropReasons.indexOf('interrupted');
/** The threads hear of a stop one after the other. */
const stopSpreadMs = 1_000;

type Run = Pick<JournalFacts, 'header' | 'finish'>;

/** Length of the load that was driven, on the plan's axis. */
export function drivenMs({ header, finish }: Run, { arrivals }: ArrivalFacts): number {
  const { durationMs } = header.plan;
  if (finish === 'completed') return durationMs;
  return arrivals.count === 0 ? 0 : Math.min(durationMs, arrivals.intendedStartMs[arrivals.count - 1] as number);
}

/**
 * When observation ends. A journal that was cut, by the runner's death or a thread's, holds whatever ended before its last flush, so an arrival
 * is known to be bad only when its deadline had passed by then. A run that was stopped is known until the first arrival that waited for a
 * connection in vain when it was.
 */
export function observedUntil(run: Run, facts: ArrivalFacts): number {
  const { scenario } = run.header.plan;
  const driven = drivenMs(run, facts);
  switch (run.finish) {
    case 'completed':
      return driven;
    case 'thread-died':
    case 'killed':
      return Math.max(0, Math.min(driven, facts.lastCommonEndMs - scenario.client.deadlineMs));
    case 'interrupted':
    case 'aborted':
      return firstUnsent(facts, driven - scenario.client.deadlineMs - stopSpreadMs) ?? driven;
    default:
      return run.finish satisfies never;
  }
}

/** What a killed runner or thread had seen last is not on disk; others may have seen its effect a little earlier than its end. */
export function recordedUntil({ header, finish }: Run, { lastCommonEndMs }: ArrivalFacts): number {
  const isWhole = finish !== 'killed' && finish !== 'thread-died';
  return isWhole ? Number.POSITIVE_INFINITY : lastCommonEndMs - header.plan.scenario.client.deadlineMs;
}

/** Nobody waits longer than a deadline, so only the last arrivals can have been left waiting. */
function firstUnsent({ arrivals, dropReason }: ArrivalFacts, notBeforeMs: number): number | null {
  let firstMs: number | null = null;
  for (let index = arrivals.count - 1; index >= 0; index -= 1) {
    const dueMs = arrivals.intendedStartMs[index] as number;
    if (dueMs < notBeforeMs) break;
    if (dropReason[index] === interrupted || arrivals.outcome[index] === unrecorded) firstMs = dueMs;
  }
  return firstMs;
}
