/** Reads and prints durations such as 250ms, 8s, 2m and 1h30m; the unit is part of the value. */
import { literalOf, looksLikeNumber, notALiteral, plainDecimal, type Literal } from './literal.js';

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
type Unit = keyof typeof unitMs;

const expected = 'a duration with its unit, such as 250ms, 8s, 2m or 1h30m';
const whole = new RegExp(`^(?:${plainDecimal}(?:ms|[smhd]))+$`, 'u');
const part = new RegExp(`(${plainDecimal})(ms|[smhd])`, 'gu');
/** Parts of a millisecond that survive reading and printing. */
const partsPerMs = 1e6;

/** Milliseconds. Units run from the largest to the smallest, each at most once. */
export function parseDuration(text: string): Literal<number> {
  if (!whole.test(text)) return refuse(text);
  let sumMs = 0;
  let lastUnitMs = Number.POSITIVE_INFINITY;
  for (const [, digits, unit] of text.matchAll(part)) {
    const oneMs = unitMs[unit as Unit];
    if (oneMs >= lastUnitMs) {
      return notALiteral(
        `The units of "${text}" are not in order.`,
        expected,
        'Write larger units first: 1h30m, 2m10s.',
      );
    }
    lastUnitMs = oneMs;
    sumMs += Number(digits) * oneMs;
  }
  return literalOf(Math.round(sumMs * partsPerMs) / partsPerMs);
}

/** The shortest text that reads back as the same number of milliseconds. */
export function printDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  if (durationMs < 1000 || !Number.isInteger(durationMs)) return `${plain(durationMs)}ms`;
  const hours = Math.floor(durationMs / unitMs.h);
  const minutes = Math.floor((durationMs % unitMs.h) / unitMs.m);
  const restMs = durationMs % unitMs.m;
  const seconds = restMs === 0 ? '' : `${plain(restMs / 1000)}s`;
  return `${hours === 0 ? '' : `${hours}h`}${minutes === 0 ? '' : `${minutes}m`}${seconds}`;
}

/** Numbers below 1e-6 would be printed with an exponent. */
function plain(value: number): string {
  return String(Math.round(value * partsPerMs) / partsPerMs).includes('e')
    ? value.toFixed(6).replace(/0+$/u, '')
    : String(Math.round(value * partsPerMs) / partsPerMs);
}

function refuse(text: string): Literal<never> {
  if (/^\d+:\d+(?::\d+)?$/u.test(text)) {
    const units = text.split(':').length === 3 ? ['h', 'm', 's'] : ['m', 's'];
    const parts = text.split(':').map((digits, index) => [Number(digits), units[index]] as const);
    const written = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount}${unit}`);
    return notALiteral(`"${text}" could mean minutes or hours.`, expected, `Write ${written.join('')}, for example.`);
  }
  if (looksLikeNumber(text)) {
    const digits = String(Number(text.replaceAll('_', '')));
    return notALiteral(`"${text}" has no unit.`, expected, `Write ${digits}s or ${digits}ms.`);
  }
  if (text.startsWith('-')) return notALiteral(`"${text}" is negative.`, expected, 'Write a length of time.');
  const spaceless = text.replaceAll(/\s+/gu, '').toLowerCase();
  if (spaceless !== text && whole.test(spaceless)) {
    return notALiteral(`"${text}" is not a duration.`, expected, `Write ${spaceless}.`);
  }
  return notALiteral(`"${text}" is not a duration.`, expected, 'The units are ms, s, m, h and d.');
}
