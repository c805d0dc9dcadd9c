/**
 * The literals as zod schemas, for the settings of everything a scenario can name. Give a default in the written form, with `.prefault('5s')`:
 * `.default()` takes the decoded value, which the reference could only print as a number without its unit.
 */
import { z } from 'zod';
import { parseDuration, printDuration } from './duration.js';
import { literalOf, notALiteral, plainDecimal, type Literal } from './literal.js';
import { parsePercent, parseSize, printSize } from './quantity.js';
import { parseRate, parseRateOverTime, printRate, type RateOverTime } from './rate-literal.js';

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** What a custom issue of these schemas carries beside its message. */
export interface LiteralIssueParams {
  readonly expected: string;
  readonly remedy: string;
}

interface LiteralKind<Value> {
  /** What such a text is, with its article. */
  readonly what: string;
  readonly parse: (text: string) => Literal<Value>;
  /** What the JSON Schema says of the text. */
  readonly form: {
    /** The range, for people: JSON Schema has no word for the bounds of a text. */
    readonly $comment?: string;
    readonly type: string | string[];
    readonly pattern?: string;
    readonly examples: string[];
  };
}

const durationPattern = `^(${plainDecimal}(ms|[smhd]))+$`;
const ratePattern = `(${plainDecimal}|[1-9]\\d{0,2}(_\\d{3})+)[kM]? ?/ ?[smh]`;

/** Decodes to milliseconds. */
export function durationBetween(bounds: Bounds): z.ZodType<number, string> {
  const parse = (text: string): Literal<number> => within(parseDuration(text), text, bounds, printDuration);
  return literalSchema({
    what: 'a duration',
    parse,
    form: {
      ...rangeOf(bounds, printDuration),
      type: 'string',
      pattern: durationPattern,
      examples: ['250ms', '8s', '1h30m'],
    },
  });
}

/** Decodes to events per second. */
export function rateBetween(bounds: Bounds): z.ZodType<number, string> {
  const parse = (text: string): Literal<number> => within(parseRate(text), text, bounds, printRate);
  return literalSchema({
    what: 'a rate',
    parse,
    form: { ...rangeOf(bounds, printRate), type: 'string', pattern: `^${ratePattern}$`, examples: ['500/s', '18k/m'] },
  });
}

/** Decodes to a whole number; takes plain numbers too, because a count has no unit. */
export function sizeBetween(bounds: Bounds): z.ZodType<number, string | number> {
  const parse = (text: string): Literal<number> => within(parseSize(text), text, bounds, printSize);
  return literalSchema({
    what: 'a count',
    parse,
    form: { ...rangeOf(bounds, printSize), type: ['string', 'integer'], examples: ['100k', '1_000_000'] },
  });
}

export const durationSchema = durationBetween({});
export const rateSchema = rateBetween({});
export const sizeSchema = sizeBetween({});

/** Decodes "10%" to the share 0.1; between 0% and 100%. */
export const shareSchema: z.ZodType<number, string> = literalSchema({
  what: 'a percentage',
  parse: (text) => {
    const percent = within(parsePercent(text), text, { min: 0, max: 100 }, (value) => `${value}%`);
    return percent.ok ? { ok: true, value: percent.value / 100 } : percent;
  },
  form: { type: 'string', pattern: `^${plainDecimal} ?%$`, examples: ['10%', '99.9%'] },
});

/** Decodes `500/s` and `500/s -> 2k/s over 5s`; both rates keep to the bounds. */
export function rateOverTimeBetween(bounds: Bounds): z.ZodType<RateOverTime, string> {
  const parse = (text: string): Literal<RateOverTime> => {
    const result = parseRateOverTime(text);
    if (!result.ok) return result;
    const rates =
      result.value.kind === 'constant'
        ? [result.value.perSecond]
        : [result.value.fromPerSecond, result.value.toPerSecond];
    const refused = rates
      .map((rate) => within(literalOf(rate), printRate(rate), bounds, printRate))
      .find((each) => !each.ok);
    return refused === undefined || refused.ok ? result : refused;
  };
  const pattern = `^${ratePattern}( *-> *${ratePattern}( +over +${durationPattern.slice(1, -1)})?)?$`;
  return literalSchema({
    what: 'a rate over time',
    parse,
    form: { ...rangeOf(bounds, printRate), type: 'string', pattern, examples: ['500/s', '500/s -> 2k/s over 5s'] },
  });
}

/** A schema for any literal; numbers and other values reach the reader as text, so that one place says what is wrong with them. */
export function literalSchema<Value, Input = string>(kind: LiteralKind<Value>): z.ZodType<Value, Input> {
  // A variable is put in before the text is read, so an editor must let it pass.
  const { pattern } = kind.form;
  const title = kind.what.replace(/^a /u, '');
  const form = pattern === undefined ? { title, ...kind.form } : { title, ...kind.form, pattern: `${pattern}|\\$\\{` };
  const schema = z
    .unknown()
    .meta(form)
    .transform((input, context): Value => {
      const result = readText(input, kind);
      if (result.ok) return result.value;
      const { message, expected, remedy } = result.problem;
      context.addIssue({ code: 'custom', message, params: { expected, remedy } satisfies LiteralIssueParams, input });
      return z.NEVER;
    });
  // The input side of `unknown` says nothing; the reader accepts what `Input` names and explains everything else.
  return schema as unknown as z.ZodType<Value, Input>;
}

function readText<Value>(input: unknown, { what, parse, form }: LiteralKind<Value>): Literal<Value> {
  if (typeof input === 'string') return parse(input);
  if (typeof input === 'number' && Number.isFinite(input)) return parse(String(input));
  const examples = form.examples.join(', ');
  const found = input === null ? 'nothing' : Array.isArray(input) ? 'a list' : `a value of type ${typeof input}`;
  return notALiteral(
    `There is ${found} here.`,
    `${what} such as ${examples}`,
    `Write, for example, ${form.examples[0]}.`,
  );
}

function within(
  literal: Literal<number>,
  text: string,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds,
  print: (value: number) => string,
): Literal<number> {
  if (!literal.ok || (literal.value >= min && literal.value <= max)) return literal;
  const isBelow = literal.value < min;
  const range = [
    ...(Number.isFinite(min) ? [`at least ${print(min)}`] : []),
    ...(Number.isFinite(max) ? [`at most ${print(max)}`] : []),
  ];
  const limit = isBelow ? `less than ${print(min)}` : `more than ${print(max)}`;
  return notALiteral(`"${text}" is ${limit}.`, range.join(' and '), `Write a value of ${range.join(' and ')}.`);
}

function rangeOf({ min, max }: Bounds, print: (value: number) => string): { readonly $comment?: string } {
  if (min !== undefined && max !== undefined) return { $comment: `${print(min)} to ${print(max)}` };
  if (min !== undefined) return { $comment: `at least ${print(min)}` };
  return max === undefined ? {} : { $comment: `at most ${print(max)}` };
}
