/** What clients saw of a fault, each for itself: when the first of them noticed it, and which zone and which connection waited longest. */
import { errorClasses, outcomes } from '../../model/outcome.js';
import type { FaultRecovery, Interval, Measured } from '../../model/recovery.js';
import type { AttemptTable } from '../read-arrivals.js';
import { findOutages } from './find-outages.js';
import { createGoodput, lowerBound } from './goodput.js';
import type { Injection } from './milestones.js';
import type { Observation } from './observation.js';

/** Errors that say "this node does not serve", unlike a deadlock or a refusal, which happen on any good day. */
const outageClasses: ReadonlySet<number> = new Set(
  (['connection-lost', 'timeout', 'unreachable', 'read-only', 'not-ready', 'shutdown'] as const).map((name) =>
    errorClasses.indexOf(name),
  ),
);
const answers: ReadonlySet<number> = new Set([outcomes.indexOf('acknowledged'), outcomes.indexOf('declined')]);

export function timeToDetectByClients(
  { attempts }: Observation,
  injection: Injection,
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

/** The longest outage of the arrivals that came from each zone; 0 where none had one. */
export function zoneOutages({ arrivals, facts }: Observation, range: Interval): FaultRecovery['zoneOutages'] {
  const from = lowerBound(arrivals.intendedStartMs, range.fromMs);
  const to = lowerBound(arrivals.intendedStartMs, range.toMs);
  return facts.header.plan.zones.map((zone, position) => {
    const own: number[] = [];
    for (let index = from; index < to; index += 1) if (arrivals.zone[index] === position) own.push(index);
    if (own.length === 0) return { zone, outageMs: null };
    const goodput = createGoodput({
      count: own.length,
      intendedStartMs: Float64Array.from(own, (index) => arrivals.intendedStartMs[index] as number),
      isGood: Uint8Array.from(own, (index) => arrivals.isGood[index] as number),
    });
    const lengthsMs = findOutages(goodput, range).map((each) => each.toMs - each.fromMs);
    const valueMs = Math.round(Math.max(0, ...lengthsMs));
    const spacingMs = (range.toMs - range.fromMs) / own.length;
    return { zone, outageMs: { valueMs, errorMs: valueMs === 0 ? 0 : Math.round(2 * spacingMs), isCensored: false } };
  });
}

interface ConnectionState {
  lastAnswerMs: number;
  isFailing: boolean;
}

/**
 * The connection of the pool that was without an answer for longest, among those that met an outage: from its last answer
 * before the failure to its first one after it, on whichever node. Null when none failed.
 */
export function worstConnection(
  { attempts }: Observation,
  { fromMs, toMs }: Interval,
): FaultRecovery['worstConnection'] {
  const states = new Map<number, ConnectionState>();
  let worst: { connection: number; valueMs: number; isCensored: boolean } | null = null;
  const consider = (connection: number, valueMs: number, isCensored: boolean): void => {
    if (worst === null || valueMs > worst.valueMs) worst = { connection, valueMs, isCensored };
  };
  for (let index = 0; index < attempts.count; index += 1) {
    const endMs = attempts.endMs[index] as number;
    if (endMs >= toMs) continue;
    const connection = attempts.connection[index] as number;
    const state = states.get(connection) ?? { lastAnswerMs: fromMs, isFailing: false };
    states.set(connection, state);
    if (isAnswered(attempts, index)) {
      if (state.isFailing) consider(connection, endMs - state.lastAnswerMs, false);
      state.isFailing = false;
      state.lastAnswerMs = endMs;
    } else if (endMs >= fromMs && isOutage(attempts, index)) state.isFailing = true;
  }
  for (const [connection, state] of states) if (state.isFailing) consider(connection, toMs - state.lastAnswerMs, true);
  return asMeasured(worst);
}

function asMeasured(
  worst: { readonly connection: number; readonly valueMs: number; readonly isCensored: boolean } | null,
): FaultRecovery['worstConnection'] {
  if (worst === null) return null;
  const { connection, valueMs, isCensored } = worst;
  return { connection, outageMs: { valueMs: Math.round(valueMs), errorMs: 0, isCensored } };
}

function isOutage({ errorClass }: AttemptTable, index: number): boolean {
  return outageClasses.has(errorClass[index] as number);
}

function isAnswered({ outcome }: AttemptTable, index: number): boolean {
  return answers.has(outcome[index] as number);
}
