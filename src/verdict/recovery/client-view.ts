/** What clients saw of a fault, each for itself: when the first of them noticed it, and which zone and which connection waited longest. */
import { highest } from '../../kit/highest.js';
import type { ArrivalTable } from '../../model/evidence.js';
import { errorClasses, outcomes } from '../../model/outcome.js';
import type { Interval, Measured, ZoneView } from '../../model/recovery.js';
import type { AttemptTable } from '../attempt-columns.js';
import { findOutages } from './find-outages.js';
import { createGoodput, lowerBound } from './goodput.js';
import type { InjectionBracket } from './milestones.js';
import type { Observation } from './observation.js';

/** Errors that say "this node does not serve", unlike a deadlock or a refusal, which happen on any good day. */
const outageClasses: ReadonlySet<number> = new Set(
  (['connection-lost', 'timeout', 'unreachable', 'read-only', 'not-ready', 'shutdown'] as const).map((name) =>
    errorClasses.indexOf(name),
  ),
);
/** A server that can be reached says that it does not serve. */
const refusals: ReadonlySet<number> = new Set(
  (['not-ready', 'read-only'] as const).map((name) => errorClasses.indexOf(name)),
);
const answers: ReadonlySet<number> = new Set([outcomes.indexOf('acknowledged'), outcomes.indexOf('declined')]);

export function timeToDetectByClients(
  { attempts }: Observation,
  injection: InjectionBracket,
  { fromMs, toMs }: Interval,
): Measured | null {
  let firstMs = toMs;
  for (let index = 0; index < attempts.count; index += 1) {
    const endMs = attempts.endMs[index] as number;
    if (endMs >= fromMs && endMs < firstMs && isOutage(attempts, index)) firstMs = endMs;
  }
  if (firstMs === toMs) return null;
  return { valueMs: Math.max(0, firstMs - injection.midMs), errorMs: injection.halfWidthMs, isCensored: false };
}

/** What each zone's customers met. `healedMs` ends the count of who was served and refused; null: it lasts as long as the observation. */
export function viewZones(
  { arrivals, attempts, facts }: Observation,
  range: Interval,
  healedMs: number | null,
): readonly ZoneView[] {
  const from = lowerBound(arrivals.intendedStartMs, range.fromMs);
  const to = lowerBound(arrivals.intendedStartMs, range.toMs);
  const lasting = { fromMs: range.fromMs, toMs: healedMs ?? range.toMs };
  return facts.header.plan.zones.map((zone, position) => {
    const own: number[] = [];
    for (let index = from; index < to; index += 1) if (arrivals.zone[index] === position) own.push(index);
    const met = own.filter((index) => (arrivals.intendedStartMs[index] as number) < lasting.toMs);
    return {
      zone,
      outageMs: own.length === 0 ? null : longestOutage(own, arrivals, range),
      arrivals: met.length,
      good: met.filter((index) => arrivals.isGood[index] === 1).length,
      refused: countRefused(attempts, position, lasting),
    };
  });
}

function longestOutage(own: readonly number[], arrivals: ArrivalTable, range: Interval): Measured {
  const goodput = createGoodput({
    count: own.length,
    intendedStartMs: Float64Array.from(own, (index) => arrivals.intendedStartMs[index] as number),
    isGood: Uint8Array.from(own, (index) => arrivals.isGood[index] as number),
  });
  const outages = findOutages(goodput, range);
  const valueMs = Math.round(highest(outages.map((each) => each.toMs - each.fromMs)) ?? 0);
  const spacingMs = (range.toMs - range.fromMs) / own.length;
  // One that was not seen to end may have become the longest.
  const isCensored = (outages.at(-1)?.toMs ?? 0) >= range.toMs;
  return { valueMs, errorMs: valueMs === 0 ? 0 : Math.round(2 * spacingMs), isCensored };
}

function countRefused(attempts: AttemptTable, zone: number, { fromMs, toMs }: Interval): number {
  let refused = 0;
  for (let index = 0; index < attempts.count; index += 1) {
    const endMs = attempts.endMs[index] as number;
    const isMeant = attempts.zone[index] === zone && endMs >= fromMs && endMs < toMs;
    if (isMeant && refusals.has(attempts.errorClass[index] as number)) refused += 1;
  }
  return refused;
}

interface ConnectionState {
  lastGoodMs: number;
  /** When the first try was sent that got no good answer since; null while all is well. */
  badFromMs: number | null;
}

interface Wait {
  readonly connection: number;
  readonly outageMs: Measured;
}

/**
 * The connection of the pool that was without a good answer for longest, among those that met an outage: from its last good answer
 * before the failure to its first one after it, on whichever node. An answer after the deadline is none, so that a stall without a single
 * error counts. How much of it the connection had merely nothing to do is the error. Null when none failed.
 */
export function worstConnection({ attempts, facts }: Observation, { fromMs, toMs }: Interval): Wait | null {
  const { deadlineMs } = facts.header.plan.scenario.client;
  const states = new Map<number, ConnectionState>();
  let worst: Wait | null = null;
  for (let index = 0; index < attempts.count; index += 1) {
    const endMs = attempts.endMs[index] as number;
    if (endMs >= toMs) continue;
    const connection = attempts.connection[index] as number;
    const state = states.get(connection) ?? { lastGoodMs: fromMs, badFromMs: null };
    states.set(connection, state);
    if (isGood(attempts, index, deadlineMs)) {
      worst = longer(worst, waitOf(connection, state, { untilMs: endMs, isCensored: false }));
      states.set(connection, { lastGoodMs: endMs, badFromMs: null });
    } else if (endMs >= fromMs && (isAnswered(attempts, index) || isOutage(attempts, index))) {
      state.badFromMs ??= attempts.startMs[index] as number;
    }
  }
  for (const [connection, state] of states) {
    worst = longer(worst, waitOf(connection, state, { untilMs: toMs, isCensored: true }));
  }
  return worst;
}

interface WaitEnd {
  readonly untilMs: number;
  readonly isCensored: boolean;
}

function waitOf(
  connection: number,
  { lastGoodMs, badFromMs }: ConnectionState,
  { untilMs, isCensored }: WaitEnd,
): Wait | null {
  if (badFromMs === null) return null;
  const errorMs = Math.max(0, Math.round(badFromMs - lastGoodMs));
  return { connection, outageMs: { valueMs: Math.round(untilMs - lastGoodMs), errorMs, isCensored } };
}

function longer(worst: Wait | null, other: Wait | null): Wait | null {
  if (worst === null || other === null) return worst ?? other;
  return other.outageMs.valueMs > worst.outageMs.valueMs ? other : worst;
}

function isGood(attempts: AttemptTable, index: number, deadlineMs: number): boolean {
  const waitedMs = (attempts.endMs[index] as number) - (attempts.intendedStartMs[index] as number);
  return isAnswered(attempts, index) && waitedMs <= deadlineMs;
}

function isOutage({ errorClass }: AttemptTable, index: number): boolean {
  return outageClasses.has(errorClass[index] as number);
}

function isAnswered({ outcome }: AttemptTable, index: number): boolean {
  return answers.has(outcome[index] as number);
}
