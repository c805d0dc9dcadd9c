/** Compares what no chance excuses: one payment that is lost where none was is worse, however many runs there were. */
import { counted } from '../kit/format.js';
import { formatFigure } from '../kit/format-figure.js';
import type { ContrastMeasure } from '../model/contrast.js';
import type { GateUnit } from '../model/gate.js';
import { figureValue, type Sample } from '../model/sample.js';
import { metricNamed } from '../model/metric.js';

export function weighMoney(measure: string, before: Sample, after: Sample): ContrastMeasure {
  const [first, second] = [totalOf(measure, before), totalOf(measure, after)];
  const common = {
    measure,
    unit: metricNamed(measure)?.unit ?? 'count',
    isHeadline: true,
    isMoney: true,
    isHigherWorse: true,
  } as const;
  const empty = { allowance: null, effect: null, pCorrected: null };
  // What one side shows for certain needs no other side: a violation is one.
  if (isMore(first, second)) {
    const earlier = first.runs === 0 ? 'unknown' : wordsOf(first, common.unit);
    const reason = `${wordsOf(second, common.unit)} after, ${earlier} before.`;
    return { ...common, ...empty, status: 'worse', reason, effect: effectOf(first, second) };
  }
  const missing = first.missing ?? second.missing;
  if (missing !== null) return { ...common, ...empty, status: 'not-comparable', reason: missing };
  const effect = effectOf(first, second);
  if (isMore(second, first)) return { ...common, ...empty, status: 'better', reason: 'Less than before.', effect };
  const reason = first.worst === 0 ? 'None before, and none after.' : 'As much as before, and not zero.';
  return { ...common, ...empty, status: 'same', reason, effect };
}

/** In its worst run; or in more runs and more of them, or in sum and for each run: so that more runs alone, or fewer, change nothing. */
function isMore(than: Total, side: Total): boolean {
  const runs = Math.max(1, than.runs) / Math.max(1, side.runs);
  return (
    side.worst > than.worst ||
    (side.with > than.with && side.with * runs > than.with) ||
    (side.sum > than.sum && side.sum * runs > than.sum)
  );
}

/** "50 in 10 of 10 runs". */
function wordsOf({ runs, with: some, sum }: Total, unit: GateUnit): string {
  return some === 0
    ? `none in ${counted(runs, 'run')}`
    : `${formatFigure(sum, unit)} in ${some} of ${counted(runs, 'run')}`;
}

interface Total {
  readonly runs: number;
  /** Runs that are not at zero. */
  readonly with: number;
  readonly worst: number;
  readonly sum: number;
  /** Why a run says nothing, null when all do. */
  readonly missing: string | null;
}

function totalOf(measure: string, { runs }: Sample): Total {
  const values = runs.flatMap(({ measures }) => {
    const figure = measures.figures[measure];
    return figure === undefined ? [] : [Math.abs(figureValue(figure))];
  });
  const silent = runs.find(({ measures }) => measures.figures[measure] === undefined);
  return {
    runs: values.length,
    with: values.filter((value) => value > 0).length,
    worst: Math.max(0, ...values),
    sum: values.reduce((sum, value) => sum + value, 0),
    missing: silent === undefined ? null : (silent.measures.unmeasured[measure] ?? 'It was not measured.'),
  };
}

function effectOf(before: Total, after: Total): ContrastMeasure['effect'] {
  return {
    method: 'none',
    before: { runs: before.runs, value: before.worst, isAtLeast: false },
    after: { runs: after.runs, value: after.worst, isAtLeast: false },
    shift: after.worst - before.worst,
    interval: null,
    pValue: null,
    pValueMin: 0,
    pHigher: null,
    pLower: null,
  };
}
