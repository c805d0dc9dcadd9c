/**
 * The anomalies that can be found in a history, and what each one breaks. Names and definitions follow Adya, "Weak Consistency" (1999);
 * OTV and PMP follow Bailis and others, "Highly Available Transactions" (2013).
 */
import type { Story } from './anomaly-story.js';

/** From weak to strong. `repeatable-read` is what MySQL's family calls so: plain reads from one snapshot, and no guard against lost updates. */
export const isolationLevels = [
  'read-uncommitted',
  'read-committed',
  'repeatable-read',
  'snapshot',
  'serializable',
] as const;
export type IsolationLevel = (typeof isolationLevels)[number];

/** What a target must promise for an anomaly to break its word. */
export type NeededClaim =
  | { readonly claim: 'isolation'; readonly from: IsolationLevel }
  | { readonly claim: 'session' }
  | { readonly claim: 'staleness' };

export interface AnomalyKindFacts {
  readonly name: string;
  /** One clause, for the reference and for reports. */
  readonly summary: string;
  /** Forbidden when the target claims all of these. */
  readonly forbiddenBy: readonly NeededClaim[];
}

const session: NeededClaim = { claim: 'session' };
const staleness: NeededClaim = { claim: 'staleness' };
const readUncommitted = isolation('read-uncommitted');
const readCommitted = isolation('read-committed');
const repeatableRead = isolation('repeatable-read');
const snapshot = isolation('snapshot');
const serializable = isolation('serializable');

export const anomalyKinds = [
  kind('G0', [readUncommitted], 'transactions overwrote each other in opposite orders (dirty write)'),
  kind('unexplained-read', [readUncommitted], 'a transaction read a balance that nobody had written'),
  kind('G1a', [readCommitted], 'a transaction read what an aborted one had written (aborted read)'),
  kind('G1b', [readCommitted], 'a transaction read what another one wrote over before it ended (intermediate read)'),
  kind('G1c', [readCommitted], 'transactions saw and overwrote each other in a circle (circular information flow)'),
  kind(
    'OTV',
    [readCommitted],
    'a transaction saw another one, and later not all of it (observed transaction vanishes)',
  ),
  kind(
    'fractured-read',
    [repeatableRead],
    'a transaction saw a part of what was committed together, and missed another (read skew)',
  ),
  kind(
    'PMP',
    [repeatableRead],
    'a search found what others had written since an earlier one (predicate-many-preceders, phantom)',
  ),
  kind('lost-update', [snapshot], 'a transaction overwrote a change that it had not seen (P4)'),
  kind('G-single', [snapshot], 'a circle of dependencies holds a single read of what was then overwritten'),
  kind(
    'G2-item',
    [serializable],
    'transactions missed in a circle what the others wrote (with two of them: write skew)',
  ),
  kind('G2', [serializable], 'transactions missed in a circle what the others wrote, by a search'),
  kind('read-your-writes', [session], 'a session did not see what it had written itself'),
  kind('monotonic-reads', [session], 'a session saw something older than it had seen before'),
  kind('session-cycle', [session], 'a session missed something on which it was built already'),
  kind(
    'G2-session',
    [session, serializable],
    'the order within sessions contradicts every serial order of the transactions',
  ),
  kind('stale-read', [staleness], 'a read missed what was acknowledged before it began'),
  kind(
    'false-absence',
    [staleness],
    'a customer was told that a payment is not there which had been acknowledged before',
  ),
  kind('real-time-cycle', [staleness], 'a transaction missed something on which one that had ended before was built'),
  kind(
    'G2-real-time',
    [staleness, serializable],
    'the order in time contradicts every serial order of the transactions',
  ),
] as const;

export type AnomalyKind = (typeof anomalyKinds)[number]['name'];

/** Of each of these it is known how old what it showed was, so that a claim can allow some of them. */
const agedKinds = ['stale-read', 'false-absence'] as const satisfies readonly AnomalyKind[];
export type AgedKind = (typeof agedKinds)[number];

export function isAged(name: string): name is AgedKind {
  return (agedKinds as readonly string[]).includes(name);
}

/** All findings of one kind. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly count: number;
  /** The search ended at its limits: there may be more. */
  readonly isAtLeast: boolean;
  /** How old what each showed was, from the oldest on; empty for kinds without an age. */
  readonly agesMs: readonly number[];
  /** The node that showed it, beside its age; left out for kinds without an age, and where an API does not tell. */
  readonly nodes?: readonly string[];
  /** Of the first few, and of stale reads the oldest. */
  readonly stories: readonly Story[];
}

/** What the search looked at, and what it found. */
export interface ConsistencyFacts {
  /** Acknowledged ones that saw or changed a balance. */
  readonly transactions: number;
  readonly reads: number;
  readonly writes: number;
  /** To questions for earlier payments, whether they are there. */
  readonly answers: number;
  /** Arrivals beyond the limit of the search, which were not looked at. */
  readonly leftOut: number;
  /** False when the search ended at its limit: there may be more, also of kinds that it has not found. */
  readonly isThrough: boolean;
  /** False when a fault may have lost payments and no ledger could tell which: the versions that they had made were then made again. */
  readonly isLossKnown: boolean;
  readonly anomalies: readonly Anomaly[];
}

/** All balances of a node, added up in one statement while the load went on. */
export interface BankTotal {
  readonly node: string;
  readonly atMs: number;
  /** Minor units. */
  readonly total: number;
  readonly accounts: number;
}

export function anomalyKindNamed(name: AnomalyKind): AnomalyKindFacts {
  return anomalyKinds.find((each) => each.name === name) as AnomalyKindFacts;
}

/** Whatever was lost had been written down as made by its own client, so it never explains a balance that nobody or the wrong one had made. */
const notByLoss: ReadonlySet<AnomalyKind> = new Set(['unexplained-read', 'G1a', 'G1b']);

/** Whether an anomaly of this kind is one, or may be no more than the trace of payments that were lost. */
export function isProven(name: AnomalyKind, { isLossKnown }: ConsistencyFacts): boolean {
  return isLossKnown || notByLoss.has(name);
}

function isolation(from: IsolationLevel): NeededClaim {
  return { claim: 'isolation', from };
}

function kind<Name extends string>(
  name: Name,
  forbiddenBy: readonly NeededClaim[],
  summary: string,
): AnomalyKindFacts & { readonly name: Name } {
  return { name, forbiddenBy, summary };
}
