/** Reads and prints rates (500/s, 18k/m) and rates over time (500/s -> 2k/s over 5s). */
import { parseDuration } from './duration.js';
import { literalOf, looksLikeNumber, notALiteral, plainDecimal, type Literal } from './literal.js';
import { printSize } from './quantity.js';

const rateExpected = 'a rate with its unit, such as 500/s, 2k/s or 18k/m';
const rampExpected = 'a rate such as 500/s, or a ramp such as 500/s -> 2k/s over 5s';
const unitSeconds = { s: 1, m: 60, h: 3600 } as const;
const multipliers = { '': 1, k: 1e3, M: 1e6 } as const;
const rate = new RegExp(`^(${plainDecimal}|[1-9]\\d{0,2}(?:_\\d{3})+)(k|M|) ?/ ?(s|m|h)$`, 'u');

/** Events per second. */
export function parseRate(text: string): Literal<number> {
  const [, digits, suffix, unit] = rate.exec(text) ?? [];
  if (digits === undefined) return refuseRate(text);
  const amount = Number(digits.replaceAll('_', '')) * multipliers[suffix as keyof typeof multipliers];
  return literalOf(Number(amount.toPrecision(15)) / unitSeconds[unit as keyof typeof unitSeconds]);
}

export function printRate(perSecond: number): string {
  return `${Number.isInteger(perSecond) ? printSize(perSecond) : perSecond}/s`;
}

/** A rate without an arrow is constant; a ramp without `over` takes the whole phase (`overMs` null). */
export type RateOverTime =
  | { readonly kind: 'constant'; readonly perSecond: number }
  | {
      readonly kind: 'ramp';
      readonly fromPerSecond: number;
      readonly toPerSecond: number;
      readonly overMs: number | null;
    };

/** `A`, `A -> B` or `A -> B over T`. */
export function parseRateOverTime(text: string): Literal<RateOverTime> {
  const [fromText, toText, ...rest] = text.split(/\s*->\s*/u);
  if (fromText === undefined || rest.length > 0) {
    return notALiteral(`"${text}" has more than one arrow.`, rampExpected, 'Write one phase for each ramp.');
  }
  const from = parseRate(fromText);
  if (!from.ok) return from;
  if (toText === undefined) return literalOf({ kind: 'constant', perSecond: from.value });
  const [endText = '', overText] = toText.split(/\s+over\s+/u);
  const to = parseRate(endText);
  if (!to.ok) return to;
  const over = overText === undefined ? literalOf(null) : parseDuration(overText);
  if (!over.ok) return over;
  return literalOf({ kind: 'ramp', fromPerSecond: from.value, toPerSecond: to.value, overMs: over.value });
}

function refuseRate(text: string): Literal<never> {
  if (looksLikeNumber(text)) return notALiteral(`"${text}" has no unit.`, rateExpected, `Write ${text}/s.`);
  const [, digits] = /^([\d.]+[kM]?)\s*(?:tps|rps|qps|per second|\/sec|\/second)$/iu.exec(text) ?? [];
  if (digits !== undefined) return notALiteral(`"${text}" is not a rate.`, rateExpected, `Write ${digits}/s.`);
  return notALiteral(`"${text}" is not a rate.`, rateExpected, 'Write a number, a slash, and s, m or h.');
}
