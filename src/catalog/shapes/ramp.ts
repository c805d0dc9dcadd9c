/** A straight climb or fall, after which the last rate holds; what a phase's `rate: 500/s -> 2k/s over 5s` means. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { ShapeKind } from '../../model/shape.js';

const rate = rateBetween({ max: limits.ratePerSecondMax });
const settings = z.strictObject({
  from: rate.describe('Rate at the start of the phase.'),
  to: rate.describe('Rate at the end of the ramp, held until the phase ends.'),
  over: durationBetween({ min: 1 }).optional().describe('Length of the ramp; the whole phase when left out.'),
});

export const ramp: ShapeKind<z.output<typeof settings>> = {
  kind: 'ramp',
  summary: 'A straight climb or fall from one rate to another, which then holds.',
  settings,
  segments({ from, to, over }, durationMs) {
    const rampMs = Math.min(over ?? durationMs, durationMs);
    const climb = { startMs: 0, endMs: rampMs, fromPerSecond: from, toPerSecond: to };
    if (rampMs === durationMs) return [climb];
    return [climb, { startMs: rampMs, endMs: durationMs, fromPerSecond: to, toPerSecond: to }];
  },
  problem: ({ over }, durationMs) =>
    over !== undefined && over > durationMs
      ? `The ramp takes ${printDuration(over)}, but its phase ends after ${printDuration(durationMs)}.`
      : null,
  describe: ({ from, to, over }) =>
    `${printRate(from)} -> ${printRate(to)}${over === undefined ? '' : ` over ${printDuration(over)}`}`,
};
