/** The small phrases of a scenario as zod schemas: moments, skew, reconnect, retry and staleness. */
import type { z } from 'zod';
import type { RetrySettings } from '../model/scenario.js';
import { literalSchema } from './literal-schema.js';
import { plainDecimal } from './literal.js';
import {
  parseBackoff,
  parseMoment,
  parseRetry,
  parseSkew,
  parseStaleness,
  type Backoff,
  type Moment,
} from './word-literal.js';

/** Decodes `spike + 10s` and `start + 5s`. */
export const momentSchema: z.ZodType<Moment, string> = literalSchema({
  what: 'a moment',
  parse: parseMoment,
  form: { type: 'string', examples: ['spike + 10s', 'start + 5s'] },
});

/** Decodes `zipf 0.9` to its exponent and `uniform` to 0. */
export const skewSchema: z.ZodType<number, string> = literalSchema({
  what: 'a skew',
  parse: parseSkew,
  form: { type: 'string', pattern: '^(uniform|zipf .+)$', examples: ['zipf 0.9', 'uniform'] },
});

export const backoffSchema: z.ZodType<Backoff, string> = literalSchema({
  what: 'a wait',
  parse: parseBackoff,
  form: { type: 'string', pattern: '^(backoff|fixed) .+$', examples: ['backoff 50ms..2s jitter', 'fixed 100ms'] },
});

export const retrySchema: z.ZodType<RetrySettings, string> = literalSchema({
  what: 'a retry policy',
  parse: parseRetry,
  form: {
    type: 'string',
    pattern: '^(none|(idempotent|status-query|naive) +[1-9][0-9]*)$',
    examples: ['idempotent 5', 'status-query 5', 'naive 3', 'none'],
  },
});

/** Decodes to the highest age in milliseconds; null for any. */
export const stalenessSchema: z.ZodType<number | null, string> = literalSchema({
  what: 'a staleness',
  parse: parseStaleness,
  form: { type: 'string', pattern: `^(any|none|(${plainDecimal}(ms|[smhd]))+)$`, examples: ['any', 'none', '2s'] },
});
