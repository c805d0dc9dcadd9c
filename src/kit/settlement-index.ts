/**
 * Where settlements stand among the arrivals. An arrival that only authorises is settled by a second transaction, which has an index, and so a payment id, of its own:
 * as far behind a bound that no schedule of the plan reaches as its arrival stands behind zero. It is planned as surely as the arrival itself.
 */
import type { Plan } from '../model/plan.js';

/** Of a Poisson count; beyond eight lies one schedule in 10^15. */
const standardDeviations = 8;
const spare = 64;

/** Bound of the arrivals that a plan can have. */
export function firstSettlement({ arrivalsExpected }: Pick<Plan, 'arrivalsExpected'>): number {
  return Math.ceil(arrivalsExpected + standardDeviations * Math.sqrt(arrivalsExpected)) + spare;
}

export function isSettlement(plan: Pick<Plan, 'arrivalsExpected'>, index: number): boolean {
  return index >= firstSettlement(plan);
}

export function settlementOf(plan: Pick<Plan, 'arrivalsExpected'>, arrival: number): number {
  return firstSettlement(plan) + arrival;
}

/** The arrival that a settlement settles; any other index is its own. */
export function arrivalBehind(plan: Pick<Plan, 'arrivalsExpected'>, index: number): number {
  const first = firstSettlement(plan);
  return index < first ? index : index - first;
}
