/** A gate against stored runs: its limit, and whether chance alone may have gone beyond it. */
import { counted } from '../../kit/format.js';
import { formatFigure } from '../../kit/format-figure.js';
import { printIndicator } from '../../kit/indicator.js';
import { indicatorParts } from '../../kit/parse-indicator.js';
import { significanceLevel, type Effect } from '../../model/effect.js';
import type { Gate, StoredBaselineLimit } from '../../model/gate.js';
import { metricNamed, unitOf } from '../../model/metric.js';
import { figureValue, type HeldFigures } from '../../model/sample.js';
import { heldFigures } from '../../statistics/held-figures.js';
import { medianOf } from '../../statistics/median.js';
import { weigh } from '../../statistics/weigh.js';
import { measureRun } from '../measures/measure-run.js';
import { isUpperBound } from './compare.js';
import type { GateEvidence } from './gate-evidence.js';
import type { Judged } from './judge-gate.js';
import type { Limit } from './resolve-limit.js';

/** The middle of the stored runs, and the larger of the relative and the absolute allowance on its bad side. */
export function storedLimit(gate: Gate, { baseline, allowedPercent, floor, held }: StoredBaselineLimit): Limit {
  const metric = metricNamed(gate.metric);
  const words = `${gate.comparator} baseline ${baseline}`;
  if (held === null || metric === undefined)
    return { value: null, text: words, reason: `The baseline ${baseline} holds nothing of it.` };
  const before = medianOf(held.figures.map(figureValue));
  const allowance = Math.max((Math.abs(before) * allowedPercent) / 100, floor?.value ?? 0);
  const value = isUpperBound(gate.comparator) ? before + allowance : before - allowance;
  const unit = unitOf(metric, gate.aggregate);
  const runs = counted(held.figures.length, 'run');
  const text = `${gate.comparator} ${formatFigure(value, unit)} (${baseline}: ${formatFigure(before, unit)} in ${runs}, and the allowance)`;
  return { value, text, reason: null };
}

/** A breach counts when chance is ruled out, and when nothing tells what chance does. What may be chance is no failure, and no pass either. */
export function withChance(gate: Gate, evidence: GateEvidence, judged: Judged): Judged {
  const { limit } = gate;
  if (limit.kind !== 'stored-baseline' || limit.held === null || judged.verdict !== 'fail') return judged;
  const effect = effectOf(gate, limit.held, evidence);
  const chance = isUpperBound(gate.comparator) ? effect?.pHigher : effect?.pLower;
  if (effect === null || chance === null || chance === undefined)
    return {
      ...judged,
      reason: `${judged.reason} So few runs do not tell what chance does; the allowance alone decided.`,
    };
  const told = `p = ${chance < 0.001 ? '< 0.001' : chance.toFixed(3)}, ${methodWords[effect.method]}`.replace(
    '= <',
    '<',
  );
  if (chance < significanceLevel)
    return { verdict: 'fail', reason: `${judged.reason} More than chance does (${told}).` };
  return {
    verdict: 'inconclusive',
    reason: `Beyond the limit, and chance alone may have done that (${told}). ${judged.reason}`,
  };
}

const methodWords: Readonly<Record<Effect['method'], string>> = {
  ranks: 'by ranks over the runs',
  'one-of-many': 'by the spread between the stored runs',
  blocks: 'by what varies within the runs',
  none: '',
};

/** Null where this run has no figure of that name. */
function effectOf(gate: Gate, held: HeldFigures, evidence: GateEvidence): Effect | null {
  const key = printIndicator(gate);
  const own = heldFigures(key, [{ measures: measureRun(evidence) }]);
  return own.figures.length === 0 ? null : weigh(indicatorParts(key), held, own);
}
