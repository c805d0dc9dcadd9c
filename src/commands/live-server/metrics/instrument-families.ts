/** Metrics of the instrument: whether the generator itself keeps up. */
import type { Story } from '../story/story.js';
import { counter, gauge, point, type Family } from './family.js';

const milli = 1_000;

export function instrumentFamilies({ state, counters, instrument }: Story): readonly Family[] {
  const latest = [...state.latest.values()];
  const loadThreads = latest.map((each) => ({ thread: `load-${each.thread}`, each }));
  const delays = loadThreads.map(({ thread, each }) => point({ thread }, each.eventLoopDelayMsMax / milli));
  const main = instrument === null ? [] : [point({ thread: 'main' }, instrument.eventLoopDelayMsMax / milli)];
  const threads = [...counters.threads];
  return [
    gauge(
      'paystorm_generator_schedule_lag_seconds',
      'How late arrivals were let go at most, in the last second.',
      loadThreads.map(({ thread, each }) => point({ thread }, (each.scheduleLagMsMax ?? 0) / milli)),
    ),
    gauge(
      'paystorm_generator_event_loop_delay_seconds',
      'The longest delay of the event loop of a thread in the last second.',
      [...delays, ...main],
    ),
    counter(
      'paystorm_generator_stalls_total',
      'Seconds in which a thread stood still for over 250 milliseconds.',
      threads.map(([thread, { stalls }]) => point({ thread }, stalls)),
    ),
    counter(
      'paystorm_generator_garbage_collection_seconds_total',
      'Time spent collecting garbage.',
      threads.map(([thread, { garbageCollectionMs }]) => point({ thread }, garbageCollectionMs / milli)),
    ),
    counter(
      'paystorm_generator_busy_seconds_total',
      'Time in which a load thread worked or waited for a processor.',
      threads.filter(([thread]) => thread !== 'main').map(([thread, { busyMs }]) => point({ thread }, busyMs / milli)),
    ),
    gauge(
      'paystorm_generator_resident_memory_bytes',
      'Memory of the runner, its threads included.',
      instrument === null ? [] : instrument.rssBytes,
    ),
  ];
}
