/** Reads and prints counts (100k, 1M, 1_000_000) and percents (99.9%). */
import { literalOf, looksLikeNumber, notALiteral, plainDecimal, type Literal } from './literal.js';

const sizeExpected = 'a whole number, such as 20, 100k, 1M or 1_000_000';
const percentExpected = 'a percentage with its sign, such as 10% or 99.9%';
const multipliers = { k: 1e3, M: 1e6, G: 1e9 } as const;
const suffixed = new RegExp(`^(${plainDecimal})([kMG])$`, 'u');
const grouped = /^[1-9]\d{0,2}(?:_\d{3})+$/u;

/** A whole number that is not negative. Suffixes are decimal: 1k is 1000. */
export function parseSize(text: string): Literal<number> {
  const value = readSize(text);
  if (value !== null && Number.isSafeInteger(value)) return literalOf(value);
  if (value !== null)
    return notALiteral(`"${text}" is not a whole number that fits.`, sizeExpected, 'Write it in full.');
  if (/^0\d+$/u.test(text)) {
    const decimal = String(Number(text));
    return notALiteral(`"${text}" starts with a zero.`, sizeExpected, `Write ${decimal}: it is not read as octal.`);
  }
  if (/^\d[\d_]*_[\d_]*$/u.test(text)) {
    return notALiteral(`"${text}" is not grouped by thousands.`, sizeExpected, `Write ${text.replaceAll('_', '')}.`);
  }
  if (/^\d+(?:\.\d+)?\s*[Kmg]$/u.test(text)) {
    return notALiteral(
      `"${text}" has no known suffix.`,
      sizeExpected,
      'The suffixes are k (thousand), M (million), G.',
    );
  }
  return notALiteral(`"${text}" is not a whole number.`, sizeExpected, 'Write digits, or digits and k or M.');
}

function readSize(text: string): number | null {
  if (/^(?:0|[1-9]\d*)$/u.test(text)) return Number(text);
  if (grouped.test(text)) return Number(text.replaceAll('_', ''));
  const [, digits, suffix] = suffixed.exec(text) ?? [];
  if (digits === undefined || suffix === undefined) return null;
  // 1.1 · 1000 is not exactly 1100 in binary: round away what the multiplication added.
  const product = Number((Number(digits) * multipliers[suffix as keyof typeof multipliers]).toPrecision(15));
  return Number.isInteger(product) ? product : Number.NaN;
}

/** The shortest form: 100k, 1M, 1200. */
export function printSize(value: number): string {
  for (const [suffix, factor] of [['G', 1e9] as const, ['M', 1e6] as const, ['k', 1e3] as const]) {
    if (value >= factor && value % factor === 0) return `${value / factor}${suffix}`;
  }
  return String(value);
}

/** Percent, not a ratio: "99.9%" is 99.9. May exceed 100. */
export function parsePercent(text: string): Literal<number> {
  const [, digits] = new RegExp(`^(${plainDecimal}) ?%$`, 'u').exec(text) ?? [];
  if (digits !== undefined) return literalOf(Number(digits));
  if (!looksLikeNumber(text)) return notALiteral(`"${text}" is not a percentage.`, percentExpected, 'Write 10%, say.');
  const value = Number(text.replaceAll('_', ''));
  const suggestion = value <= 1 ? `${value}% or ${Number((value * 100).toPrecision(12))}%` : `${value}%`;
  return notALiteral(`"${text}" has no percent sign.`, percentExpected, `Write ${suggestion}.`);
}

export function printPercent(percent: number): string {
  return `${percent}%`;
}
