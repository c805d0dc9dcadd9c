/** Metrics of the load: what was asked for, what came of it, and how long it took. */
import { outcomes } from '../../../model/outcome.js';
import type { Durations } from '../story/counters.js';
import type { Story } from '../story/story.js';
import { counter, gauge, point, type Family } from './family.js';
import { loadNow } from '../../live-view/live-state.js';

const milli = 1_000;

export function loadFamilies(story: Story): readonly Family[] {
  const { counters } = story;
  const dropped = [...counters.dropped].map(([reason, count]) => point({ reason }, count));
  return [
    ...ratesOf(story),
    counter('paystorm_arrivals_offered_total', 'Arrivals that came due.', counters.offered),
    counter('paystorm_arrivals_issued_total', 'Arrivals that were sent.', counters.issued),
    counter('paystorm_arrivals_good_total', 'Arrivals answered correctly within the deadline.', counters.good),
    counter('paystorm_arrivals_total', 'Arrivals that ended, by outcome.', arrivalsOf(story)),
    counter('paystorm_dropped_arrivals_total', 'Arrivals that were never sent, by reason.', dropped),
    counter(
      'paystorm_attempts_total',
      'Attempts that ended, by operation, node, outcome and error class.',
      attemptsOf(story),
    ),
    durations(
      'paystorm_response_time_seconds',
      'From the intended start of an arrival to its correct answer.',
      counters.responseTimes,
      story,
    ),
    durations(
      'paystorm_service_time_seconds',
      'From sending an attempt to its correct answer.',
      counters.serviceTimes,
      story,
    ),
  ];
}

/** When no load is sent any more, the last second must not seem to go on. */
function ratesOf({ state, stage, tallies }: Story): readonly Family[] {
  const now = loadNow(state);
  const latest = [...state.latest.values()];
  const ended = latest.reduce((sum, each) => sum + each.acknowledged + each.aborted + each.inDoubt + each.declined, 0);
  const good = [...tallies.values()].reduce((sum, tally) => sum + tally.good, 0);
  const live = (value: number): number => (stage === 'load' ? value : 0);
  return [
    gauge('paystorm_offered_per_second', 'Arrivals that came due in the last second.', live(now.offered)),
    gauge('paystorm_achieved_per_second', 'Arrivals that ended in the last second, however they did.', live(ended)),
    gauge(
      'paystorm_good_per_second',
      'Arrivals answered correctly within the deadline, in the last second.',
      live(good),
    ),
    gauge('paystorm_in_flight', 'Attempts that wait for an answer.', live(now.inFlight)),
    gauge('paystorm_queued', 'Arrivals that wait for a connection.', live(now.queued)),
  ];
}

function arrivalsOf({ state }: Story) {
  const { acknowledged, aborted, inDoubt, declined, dropped } = state.sums;
  const counts = { acknowledged, aborted, 'in-doubt': inDoubt, declined, dropped };
  return outcomes.map((outcome) => point({ outcome }, counts[outcome]));
}

function attemptsOf({ counters, header }: Story) {
  return [...counters.attempts.values()].map(({ operation, node, outcome, errorClass, count }) =>
    point(
      {
        operation: header?.operations[operation] ?? 'unknown',
        node: header?.nodes[node]?.name ?? 'none',
        outcome,
        error: errorClass ?? 'none',
      },
      count,
    ),
  );
}

function durations(name: string, help: string, of: ReadonlyMap<number, Durations>, { header }: Story): Family {
  const points = [...of].map(([operation, { counts, sumMs }]) => ({
    labels: { operation: header?.operations[operation] ?? 'unknown' },
    counts,
    sumSeconds: sumMs / milli,
  }));
  return { kind: 'histogram', name, help, points };
}
