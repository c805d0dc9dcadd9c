/** A thread that works is told from one that sleeps, whatever else the machine does. */
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { monotonicMs } from '../../../src/kit/clock.js';
import { nap } from '../../../src/kit/nap.js';
import { EffortMeter } from '../../../src/kit/thread-effort.js';

const isTold = existsSync('/proc/thread-self/schedstat');
const spanMs = 100;

it('work and waiting for a processor count, sleeping does not', () => {
  const meter = new EffortMeter();
  if (!isTold) return expect(meter.take()).toBeNull();
  const sleepFromMs = monotonicMs();
  nap(spanMs);
  const sleptMs = monotonicMs() - sleepFromMs;
  const whileAsleep = meter.take() as number;
  const workFromMs = monotonicMs();
  while (monotonicMs() - workFromMs < spanMs);
  const whileAtWork = meter.take() as number;
  expect(whileAsleep).toBeLessThan(sleptMs / 2);
  expect(whileAtWork).toBeGreaterThan(spanMs / 2);
});
