/** The sections of a scenario that do not depend on the catalog, with their defaults and one sentence for the reference about each key. */
import { z } from 'zod';
import { durationBetween, rateBetween, sizeBetween } from '../../kit/literal-schema.js';
import { backoffSchema, retrySchema, stalenessSchema } from '../../kit/word-schema.js';
import { isolationLevels } from '../../model/anomaly.js';
import { limits } from '../../model/limits.js';
import { sendings } from '../../model/scenario.js';

/** Names become file names, report labels and words of the gate grammar. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/u, 'A name has lower-case letters, digits and dashes, and starts with a letter.');
const minute = 60_000;

export const clientSection = z.strictObject({
  connections: sizeBetween({ min: 1, max: limits.apiConnectionsMax })
    .prefault(32)
    .describe(`Connections over all threads: up to ${limits.connectionsMax} to a database, and ${limits.apiConnectionsMax} to a payment API.`),
  threads: sizeBetween({ min: 1, max: limits.threadsMax }).prefault(2).describe('Load threads; arrivals are dealt out among them.'),
  routing: z
    .enum(['zone-local', 'round-robin', 'single'])
    .default('zone-local')
    .describe("`zone-local` prefers nodes of the customer's zone, `round-robin` spreads, `single` uses the first writable node."),
  sending: z
    .enum(sendings)
    .default('per-statement')
    .describe(
      'How the statements of a payment are sent, which changes what is measured: `per-statement` waits for each answer, as most applications do; `batched` sends them as one text; `pipelined` sends all but COMMIT at once.',
    ),
  lock_order: z
    .enum(['sorted', 'unsorted'])
    .default('sorted')
    .describe('`sorted`: payments lock their accounts in one order, as they should; `unsorted`: the payer first, so that payments that cross end in a deadlock.'),
  hold_locks: durationBetween({ min: 1, max: minute })
    .optional()
    .describe('How long a payment keeps its locks before it says COMMIT, as where a fraud check is asked inside the transaction; no time when left out. Declined payments do not wait.'),
  connect_timeout: durationBetween({ min: 1, max: minute }).prefault('1s').describe('Longest wait for a new connection.'),
  deadline: durationBetween({ min: 1, max: minute })
    .prefault('1s')
    .describe('An answer later than this after the intended start is no good answer; what is not sent by then is dropped.'),
  transaction_timeout: durationBetween({ min: 1, max: 10 * minute })
    .prefault('3s')
    .describe('Longest an attempt may stay unanswered before its connection is destroyed.'),
  reconnect: backoffSchema.prefault('backoff 50ms..2s jitter').describe('Wait before a lost connection is opened again.'),
  retry: retrySchema
    .prefault('idempotent 5')
    .describe('`idempotent N` tries again with the same payment id, N attempts in all; `status-query N` asks first whether the payment is there; `naive N` pays again under a new id, and so twice when the first answer was lost (8 attempts at most); `none` never tries again.'),
  retry_for: durationBetween({ min: 1, max: 10 * minute })
    .optional()
    .describe('How long after its intended start a payment may be tried again; as long as `transaction_timeout` when left out, so that an attempt without any answer is the last. Longer, and what an outage kept waiting comes again and again until then: a retry storm of its own making.'),
  queue: sizeBetween({ min: 1, max: 1_000_000 })
    .prefault('2k')
    .describe('Arrivals that may wait for a connection, over all threads, before further ones are dropped.'),
});

export const claimsSection = z.strictObject({
  isolation: z
    .enum(isolationLevels)
    .default('repeatable-read')
    .describe('Isolation that the target promises; anomalies that it permits are told and allowed.'),
  session: z
    .enum(['guaranteed', 'none'])
    .default('guaranteed')
    .describe('Whether a session sees what it wrote, and nothing older than it has seen before.'),
  staleness: stalenessSchema
    .prefault('any')
    .describe('How old what a read shows may be: `any` age, `none` at all, or at most a duration.'),
  durability: z
    .enum(['acknowledged-survives-one-node', 'acknowledged-may-be-lost'])
    .default('acknowledged-survives-one-node')
    .describe('Whether an acknowledged payment must survive the loss of a node.'),
});

export const blastRadiusSection = z.strictObject({
  nodes_at_once: z
    .int()
    .min(1)
    .max(16)
    .optional()
    .describe('Nodes that all faults together may break at the same time; as many as the topology goes on without when left out, and the only server where that is one that paystorm starts itself.'),
  beyond_tolerance: z
    .boolean()
    .default(false)
    .describe('More than the topology goes on without may be broken at once: an outage is what is rehearsed.'),
});

export const recoverySection = z.strictObject({
  sustained: durationBetween({ min: 1000, max: 10 * minute })
    .prefault('10s')
    .describe('How long payments must go well again before recovery counts.'),
  baseline: durationBetween({ min: 1000, max: 60 * minute })
    .prefault('60s')
    .describe('Longest stretch before the injection that serves as the measure of normal.'),
  objective: durationBetween({ min: 1 })
    .optional()
    .describe('Longest allowed recovery (RTO); when left out, the strictest gate on `recovery_time` counts.'),
});

export const probesSection = z.strictObject({
  rate: rateBetween({ min: 1, max: 100 }).prefault('50/s').describe('Probe writes on every node.'),
  timeout: durationBetween({ min: 10, max: minute }).prefault('500ms').describe('Longest wait for a probe.'),
});
