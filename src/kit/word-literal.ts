/** Reads the small phrases of a scenario: moments (spike + 10s), skew (zipf 0.9), reconnect (backoff 50ms..2s jitter), retry (idempotent 5) and staleness (any). */
import { parseDuration, printDuration } from './duration.js';
import { retryPolicies, type RetrySettings } from '../model/scenario.js';
import { literalOf, notALiteral, plainDecimal, type Literal } from './literal.js';

/** The anchor that stands for the start of the run. */
export const startOfRun = 'start';

export interface Moment {
  /** Null: the start of the run. */
  readonly phase: string | null;
  readonly offsetMs: number;
}

const momentExpected = 'a phase or start, and an offset, such as spike + 10s or start + 5s';

export function parseMoment(text: string): Literal<Moment> {
  const [, anchor, offset] = /^([\p{L}][\p{L}\p{N}_-]*)(?:\s*\+\s*(\S+))?$/u.exec(text) ?? [];
  if (anchor === undefined) {
    const bare = parseDuration(text);
    const remedy = bare.ok ? `Write start + ${text}.` : 'Name a phase, then + and a duration.';
    return notALiteral(`"${text}" does not say which phase it counts from.`, momentExpected, remedy);
  }
  const phase = anchor === startOfRun ? null : anchor;
  if (offset === undefined) return literalOf({ phase, offsetMs: 0 });
  const duration = parseDuration(offset);
  return duration.ok ? literalOf({ phase, offsetMs: duration.value }) : duration;
}

export function printMoment({ phase, offsetMs }: Moment): string {
  const anchor = phase ?? startOfRun;
  return offsetMs === 0 ? anchor : `${anchor} + ${printDuration(offsetMs)}`;
}

const skewExpected = 'uniform, or zipf with its exponent, such as zipf 0.9';
const exponentMax = 3;

/** The exponent of the Zipf distribution; 0 for uniform. */
export function parseSkew(text: string): Literal<number> {
  if (text === 'uniform') return literalOf(0);
  const [, digits] = new RegExp(`^zipf\\s+(${plainDecimal})$`, 'u').exec(text) ?? [];
  if (digits === undefined)
    return notALiteral(`"${text}" is not a skew.`, skewExpected, 'Write zipf 0.9, for example.');
  const exponent = Number(digits);
  if (exponent <= exponentMax) return literalOf(exponent);
  return notALiteral(`An exponent of ${digits} puts everything on one wallet.`, skewExpected, 'Write at most zipf 3.');
}

export interface Backoff {
  readonly minMs: number;
  readonly maxMs: number;
  readonly isJittered: boolean;
}

const backoffExpected = 'a wait and its growth, such as backoff 50ms..2s jitter, or fixed 100ms';

export function parseBackoff(text: string): Literal<Backoff> {
  const [, fixed] = /^fixed\s+(\S+)$/u.exec(text) ?? [];
  const [, min = fixed, max = fixed, jitter] = /^backoff\s+(\S+?)\.\.(\S+?)(\s+jitter)?$/u.exec(text) ?? [];
  if (min === undefined || max === undefined) {
    return notALiteral(`"${text}" is not a way to reconnect.`, backoffExpected, 'Write backoff 50ms..2s jitter.');
  }
  const from = parseDuration(min);
  const to = parseDuration(max);
  if (!from.ok) return from;
  if (!to.ok) return to;
  if (from.value === 0) return notALiteral('A wait of 0 s would spin.', backoffExpected, 'Write at least 1ms.');
  if (to.value < from.value) return notALiteral(`"${text}" shrinks.`, backoffExpected, `Write ${max}..${min}.`);
  return literalOf({ minMs: from.value, maxMs: to.value, isJittered: jitter !== undefined });
}

const stalenessExpected = 'any, none, or the highest age of what a read may show, such as 2s';

/** Highest age in ms; null for any. */
export function parseStaleness(text: string): Literal<number | null> {
  if (text === 'any') return literalOf(null);
  if (text === 'none') return literalOf(0);
  const age = parseDuration(text);
  return age.ok ? age : notALiteral(`"${text}" is no staleness.`, stalenessExpected, 'Write any, none or 2s.');
}

const retryExpected =
  'none, or idempotent, status-query or naive with the largest number of attempts, such as idempotent 5';
/** Of naive attempts each is a payment with a number of its own, and numbers end. */
const attemptsBounds = { idempotent: 100, 'status-query': 100, naive: 8 } as const;
const repeating = retryPolicies.filter((policy) => policy !== 'none');

export function parseRetry(text: string): Literal<RetrySettings> {
  if (text === 'none') return literalOf({ policy: 'none', attemptsMax: 1 });
  const policy = repeating.find((each) => text.startsWith(each));
  const digits = policy === undefined ? undefined : /^\s+([1-9]\d*)$/u.exec(text.slice(policy.length))?.[1];
  if (policy === undefined || digits === undefined) {
    const remedy = policy === undefined ? 'Write none or idempotent 5.' : `Write ${policy} 5.`;
    return notALiteral(`"${text}" is not a way to retry.`, retryExpected, remedy);
  }
  const attemptsMax = Number(digits);
  const bound = attemptsBounds[policy];
  if (attemptsMax <= bound) return literalOf({ policy, attemptsMax });
  return notALiteral(`${digits} attempts are too many.`, retryExpected, `Write at most ${policy} ${bound}.`);
}

export function printRetry({ policy, attemptsMax }: RetrySettings): string {
  return policy === 'none' ? policy : `${policy} ${attemptsMax}`;
}
