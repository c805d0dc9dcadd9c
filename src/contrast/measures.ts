/** What is compared of two groups of runs: how much of a difference is allowed, which direction is worse, and what the verdict looks at. */
import type { Effect } from '../model/effect.js';
import { moneyMetrics } from '../model/figures.js';

export interface MeasureRule {
  /** The allowance is the larger of both: a share of what was before, and a floor in the unit of the metric. */
  readonly plusPercent: number;
  readonly floor: number;
  readonly isHigherWorse: boolean;
  /** In the scope of the whole run, or of a fault. */
  readonly isHeadline: boolean;
}

const time = { plusPercent: 10, isHigherWorse: true } as const;

/**
 * Ten per cent and a floor below which a difference is nobody's: `definitions.md` of this house has p99 at 5 ms. The tail of the tail varies most and is told, not judged; goodput says what availability says.
 */
const rules: Readonly<Record<string, MeasureRule>> = {
  recovery_time: { ...time, floor: 200, isHeadline: true },
  outage: { ...time, floor: 200, isHeadline: true },
  availability: { plusPercent: 0, floor: 0.1, isHigherWorse: false, isHeadline: true },
  'response_time.p50': { ...time, floor: 2, isHeadline: true },
  'response_time.p99': { ...time, floor: 5, isHeadline: true },
  'errors.rate': { plusPercent: 10, floor: 0.1, isHigherWorse: true, isHeadline: true },
  'in_doubt.rate': { plusPercent: 10, floor: 0.1, isHigherWorse: true, isHeadline: true },
  goodput: { plusPercent: 1, floor: 0, isHigherWorse: false, isHeadline: false },
  'response_time.p90': { ...time, floor: 3, isHeadline: false },
  'response_time.p95': { ...time, floor: 3, isHeadline: false },
  'response_time.p99.9': { ...time, floor: 10, isHeadline: false },
  time_to_first_success: { ...time, floor: 200, isHeadline: false },
  time_to_steady_state: { ...time, floor: 500, isHeadline: false },
  brownout: { ...time, floor: 200, isHeadline: false },
  node_stall: { ...time, floor: 200, isHeadline: false },
  heal_outage: { ...time, floor: 200, isHeadline: false },
};

/** Undefined for what nothing is said about. `measure` is without tags and scope. */
export function ruleOf(measure: string): MeasureRule | undefined {
  return rules[measure];
}

/** Of few runs a tail is a handful of payments: it is judged where it proves something, told where it does not, and keeps nobody from an answer. */
export function isTail(measure: string): boolean {
  return measure.startsWith('response_time.p99 ');
}

export function isMoney(metric: string): boolean {
  return moneyMetrics.some((each) => each === metric);
}

/** Twice as much where runs are judged by what varies within them: how one run differs from the next, they do not show. */
export function allowanceOf({ plusPercent, floor }: MeasureRule, { method, before }: Effect): number {
  const allowance = Math.max((Math.abs(before.value) * plusPercent) / 100, floor);
  return method === 'blocks' ? 2 * allowance : allowance;
}
