/** Finds the normal that a fault is measured against: the stretch just before the injection in which (almost) everything was good. */
import { formatCount, formatDuration, formatPercent } from '../../kit/format.js';
import type { ArrivalTable } from '../../model/evidence.js';
import type { ScheduledPhase } from '../../model/plan.js';
import { baselineArrivalsMin } from '../../model/recovery.js';
import { percentileOf, sortedAnswers } from '../percentiles.js';
import type { Goodput } from './goodput.js';

export const baselineRatioMin = 0.999;

export interface Baseline {
  readonly fromMs: number;
  readonly toMs: number;
  readonly arrivals: number;
  readonly goodputRatio: number;
  readonly responseTimeMsP99: number | null;
}

export interface BaselineSearch {
  readonly goodput: Goodput;
  readonly arrivals: ArrivalTable;
  readonly phases: readonly ScheduledPhase[];
  readonly injectedMs: number;
  /** Payments in flight at the injection suffer from it, so the baseline ends a deadline earlier. */
  readonly deadlineMs: number;
  /** When an earlier fault was over. */
  readonly notBeforeMs: number;
  /** How long it should be (B in the definitions). */
  readonly baselineMs: number;
}

export type BaselineFound =
  { readonly baseline: Baseline; readonly reason: null } | { readonly baseline: null; readonly reason: string };

export function findBaseline(search: BaselineSearch): BaselineFound {
  const { goodput, arrivals, injectedMs, deadlineMs } = search;
  const toMs = injectedMs - deadlineMs;
  const to = goodput.indexAt(toMs);
  const countFrom = (fromMs: number): number => to - goodput.indexAt(fromMs);
  const starts = candidateStarts(search, toMs);
  const fromMs = starts.find((start) => countFrom(start) >= baselineArrivalsMin);
  if (fromMs === undefined) {
    const most = Math.max(0, ...starts.map(countFrom));
    const reason = `Only ${formatCount(most)} arrivals came before the fault, and a baseline needs ${formatCount(baselineArrivalsMin)}: inject later.`;
    return { baseline: null, reason };
  }
  const from = goodput.indexAt(fromMs);
  const goodputRatio = goodput.good(from, to) / (to - from);
  if (goodputRatio < baselineRatioMin) {
    const share = formatPercent(goodputRatio);
    const reason = `Before the fault only ${share} of payments went through in ${formatDuration(toMs - fromMs)}, and a baseline needs ${formatPercent(baselineRatioMin)}: look at the errors before it, and where other work kept this machine busy, play it again.`;
    return { baseline: null, reason };
  }
  const answers = sortedAnswers(arrivals.responseTimeMs, [[from, to]]);
  const responseTimeMsP99 = percentileOf(answers, 99);
  return { baseline: { fromMs, toMs, arrivals: to - from, goodputRatio, responseTimeMsP99 }, reason: null };
}

/** Best first: the wanted length within the injection's phase, the whole phase, then back over the measured phases before it. */
function candidateStarts({ phases, injectedMs, notBeforeMs, baselineMs }: BaselineSearch, toMs: number): number[] {
  const own = phases.findLastIndex((phase) => phase.startMs <= injectedMs);
  let first = own;
  while (first > 0 && phases[first - 1]?.isWarmup === false) first -= 1;
  const phaseStartMs = phases[own]?.startMs ?? 0;
  const measuredStartMs = phases[first]?.startMs ?? 0;
  const wantedMs = toMs - baselineMs;
  const starts = [Math.max(wantedMs, phaseStartMs), phaseStartMs, Math.max(wantedMs, measuredStartMs), measuredStartMs];
  return starts.map((start) => Math.max(start, notBeforeMs));
}
