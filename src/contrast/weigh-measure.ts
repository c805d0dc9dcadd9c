/** Compares one measure of two samples that were asked the same question, and says what cannot be. */
import { indicatorParts } from '../kit/parse-indicator.js';
import type { ContrastMeasure } from '../model/contrast.js';
import { significanceLevel, type Effect } from '../model/effect.js';
import { metricNamed } from '../model/metric.js';
import type { Sample, SampleRun } from '../model/sample.js';
import { weigh } from '../statistics/weigh.js';
import { heldFigures } from '../statistics/held-figures.js';
import { allowanceOf, type MeasureRule } from './measures.js';

/** Not judged yet: how many others are asked about counts, too. */
export interface WeighedMeasure {
  readonly measure: string;
  readonly rule: MeasureRule;
  readonly isHeadline: boolean;
  /** Why it cannot be compared, null when it can. */
  readonly obstacle: string | null;
  readonly effect: Effect | null;
  /** How many of the runs that count hold none of it, null where all do. */
  readonly gaps: Gaps;
}

type Gaps = Readonly<Record<'before' | 'after', string | null>>;
const noGaps: Gaps = { before: null, after: null };

export function weighMeasure(
  measure: string,
  rule: MeasureRule,
  { before, after, obstacle }: { readonly before: Sample; readonly after: Sample; readonly obstacle: string | null },
): WeighedMeasure {
  const parts = indicatorParts(measure);
  const isHeadline = rule.isHeadline && !parts.isTagged && parts.phase === null;
  const [first, second] = [before, after].map(({ runs }) => runs.filter(({ doubt }) => doubt === null));
  const missing = obstacle ?? missingFrom('before', measure, before.runs) ?? missingFrom('after', measure, after.runs);
  if (missing !== null) return { measure, rule, isHeadline, obstacle: missing, effect: null, gaps: noGaps };
  const effect = weigh(parts, heldFigures(measure, first ?? []), heldFigures(measure, second ?? []));
  const gaps = { before: gapIn('before', measure, first ?? []), after: gapIn('after', measure, second ?? []) };
  return { measure, rule, isHeadline, obstacle: null, effect, gaps };
}

/** "9 of 10 runs after hold none." What is left of them is no fair sample: those that never came back may be the ones without. */
function gapIn(side: 'before' | 'after', measure: string, runs: readonly SampleRun[]): string | null {
  const silent = runs.filter(({ measures }) => measures.figures[measure] === undefined);
  const [first] = silent;
  if (first === undefined) return null;
  const why = first.measures.unmeasured[measure];
  return `${silent.length} of ${runs.length} runs ${side} hold none${why === undefined ? '.' : `: ${why}`}`;
}

function missingFrom(side: 'before' | 'after', measure: string, runs: readonly SampleRun[]): string | null {
  const counted = runs.filter(({ doubt }) => doubt === null);
  if (counted.length === 0) return `No run ${side} counts. ${runs[0]?.doubt ?? ''}`.trim();
  if (counted.some(({ measures }) => measures.figures[measure] !== undefined)) return null;
  const why = counted.map(({ measures }) => measures.unmeasured[measure]).find((each) => each !== undefined);
  return `Nothing was measured ${side}: ${why ?? 'it is not among the figures.'}`;
}

/** With its probability put right for the company that it is judged in. */
export function judgeMeasure(
  { measure, rule, isHeadline, obstacle, effect, gaps }: WeighedMeasure,
  pCorrected: number | null,
): ContrastMeasure {
  const unit = metricNamed(indicatorParts(measure).metric)?.unit ?? 'count';
  const { isHigherWorse } = rule;
  const common = { measure, unit, isHeadline, isMoney: false, isHigherWorse, effect, pCorrected };
  if (effect === null)
    return { ...common, status: 'not-comparable', reason: obstacle ?? 'Nothing was measured.', allowance: null };
  const allowance = allowanceOf(rule, effect);
  const found = statusOf(effect, { allowance, isHigherWorse, pCorrected });
  const status = found.status !== 'worse' && isOpenAfter(effect, gaps, rule) ? 'not-comparable' : found.status;
  const told = [gaps.after, gaps.before, openEnd(effect, rule), found.reason].filter((part) => part !== null);
  return { ...common, allowance, status, reason: told.join(' ') };
}

/** What is missing after, or was not over, may be worse than anything that was seen. */
function isOpenAfter(effect: Effect, gaps: Gaps, rule: MeasureRule): boolean {
  return gaps.after !== null || openEnd(effect, rule) !== null;
}

function openEnd({ before, after }: Effect, { isHigherWorse }: MeasureRule): string | null {
  if (!isHigherWorse || !after.isAtLeast || before.isAtLeast) return null;
  return 'Not every run after saw the end of it.';
}

interface Held {
  readonly allowance: number;
  readonly isHigherWorse: boolean;
  readonly pCorrected: number | null;
}

/** Worse or better needs both: more than is allowed, and more than chance does. */
function statusOf(
  effect: Effect,
  { allowance, isHigherWorse, pCorrected }: Held,
): Pick<ContrastMeasure, 'status' | 'reason'> {
  if (Math.abs(effect.shift) <= allowance) return { status: 'same', reason: 'The shift is within what is allowed.' };
  const status = effect.shift > 0 === isHigherWorse ? 'worse' : 'better';
  if (pCorrected === null)
    return { status: 'unproven', reason: 'More than is allowed, and so few runs do not tell whether chance did that.' };
  if (pCorrected < significanceLevel) {
    const chance = effect.method === 'blocks' ? 'varies within these runs' : 'chance does';
    return { status, reason: `More than is allowed, and more than ${chance}.` };
  }
  if (effect.pValue !== null && effect.pValue < significanceLevel)
    return { status: 'unproven', reason: 'One of so many measures may come out like this by chance.' };
  return { status: 'unproven', reason: 'More than is allowed, and chance alone may have done that.' };
}
