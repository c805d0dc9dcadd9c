/** A day: quiet before dawn, a high at noon, a higher one in the evening, pressed into the length of a phase. */
import { z } from 'zod';
import { fitTo, lowTop } from '../../kit/curve-pieces.js';
import { rateBetween, sizeBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

/** How far between low and high the rate is at each full hour, from midnight. Modelled: there is no authoritative public curve. */
const hours = [
  0.25, 0.13, 0.05, 0.01, 0, 0.04, 0.14, 0.3, 0.48, 0.62, 0.72, 0.82, 0.9, 0.84, 0.76, 0.74, 0.78, 0.86, 0.95, 1, 0.98,
  0.86, 0.66, 0.43,
];
/** The meal before dawn in Ramadan lies between 03:00 and 05:00. */
const sahurHour = 4;

const rate = rateBetween({ max: limits.ratePerSecondMax });
const settings = z.strictObject({
  base: rate.describe('Rate in the quietest hour, at 04:00.'),
  peak: rate.describe('Rate in the busiest hour, at 19:00.'),
  days: sizeBetween({ min: 1, max: 31 })
    .prefault(1)
    .describe('How many days the phase stands for, each from midnight to midnight.'),
  sahur: rate
    .optional()
    .describe('Rate at 04:00 of a bump between 03:00 and 05:00, as before dawn in Ramadan; none when left out.'),
});
type Settings = z.output<typeof settings>;

export const diurnal: ShapeKind<Settings> = {
  kind: 'diurnal',
  summary: 'A day from midnight to midnight, or several, pressed into the length of the phase.',
  settings,
  segments: (decoded, durationMs) => fitTo(durationMs, hourly(decoded, durationMs), decoded.base),
  problem: ({ base, peak, sahur }) =>
    lowTop('peak', peak, base) ?? (sahur === undefined ? null : lowTop('bump', sahur, base)),
  describe: ({ base, peak, days, sahur }) =>
    `${days === 1 ? 'a day' : `${days} days`} between ${printRate(base)} before dawn and ${printRate(peak)} in the evening` +
    (sahur === undefined ? '' : `, with ${printRate(sahur)} at 04:00`),
};

function* hourly({ base, peak, days, sahur }: Settings, durationMs: number): Generator<RateSegment> {
  const rateOf = (hour: number): number => {
    const ofDay = hour % hours.length;
    return ofDay === sahurHour && sahur !== undefined ? sahur : base + (peak - base) * (hours[ofDay] as number);
  };
  const count = days * hours.length;
  for (let hour = 0; hour < count; hour += 1) {
    const [startMs, endMs] = [(durationMs * hour) / count, (durationMs * (hour + 1)) / count];
    yield { startMs, endMs, fromPerSecond: rateOf(hour), toPerSecond: rateOf(hour + 1) };
  }
}
