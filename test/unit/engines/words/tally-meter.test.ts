/** What a thread tells those who watch from outside: counts by operation, node and error, and durations in buckets. */
import { expect, it } from 'vitest';
import { TallyMeter } from '../../../../src/catalog/engines/words/tally-meter.js';
import { bucketBoundsMs, type DurationCounts } from '../../../../src/model/load-tally.js';
import { errorClasses, outcomes } from '../../../../src/model/outcome.js';

const answered = { operation: 0, node: 0, outcome: 'acknowledged', errorClass: null, serviceTimeMs: 3 } as const;

it('attempts are told apart by operation, node, outcome and error class, and equal ones are counted together', () => {
  const meter = new TallyMeter(6, 1_000);
  const kinds = [0, 5].flatMap((operation) =>
    [0, 7, 255].flatMap((node) =>
      outcomes.flatMap((outcome) =>
        [null, ...errorClasses].map((errorClass) => ({ operation, node, outcome, errorClass })),
      ),
    ),
  );
  for (const kind of [...kinds, ...kinds]) meter.onAttempt({ ...kind, serviceTimeMs: 1 });
  expect(meter.take().attempts).toEqual(kinds.map((kind) => ({ ...kind, count: 2 })));
});

it('a duration on a bound belongs below it, and one longer than all bounds into the last bucket', () => {
  const meter = new TallyMeter(2, 1_000);
  for (const durationMs of [0.4, 1, 1.1, 30_000, 30_001]) meter.onAnswered(1, durationMs);
  const [times] = meter.take().responseTimes as readonly [DurationCounts];
  const expected: number[] = Array.from({ length: bucketBoundsMs.length + 1 }, () => 0);
  [expected[0], expected[1], expected[13], expected[14]] = [2, 1, 1, 1];
  expect(times).toEqual({ operation: 1, counts: expected, sumMs: 60_003.5 });
});

it('an answer is good up to the deadline, and only correct answers have a service time', () => {
  const meter = new TallyMeter(1, 1_000);
  meter.onAnswered(0, 1_000);
  meter.onAnswered(0, 1_000.1);
  meter.onAttempt({ ...answered, outcome: 'aborted', errorClass: 'deadlock' });
  const tally = meter.take();
  expect(tally.good).toBe(1);
  expect(tally.serviceTimes).toEqual([]);
});

it('a second starts with nothing of the one before', () => {
  const meter = new TallyMeter(1, 1_000);
  meter.onAttempt(answered);
  meter.onAnswered(0, 5);
  meter.onDropped('pool-exhausted');
  expect(meter.take()).toMatchObject({ good: 1, dropped: { 'pool-exhausted': 1 } });
  expect(meter.take()).toEqual({ good: 0, attempts: [], dropped: {}, responseTimes: [], serviceTimes: [] });
});
