/** A gate against stored runs: its limit, and whether chance alone may have gone beyond it. */
import { counted } from '../../kit/format.js';
import { formatFigure } from '../../kit/format-figure.js';
import { printIndicator } from '../../kit/indicator.js';
import { indicatorParts } from '../../kit/parse-indicator.js';
import { significanceLevel, type Effect } from '../../model/effect.js';
import type { Gate, StoredBaselineLimit } from '../../model/gate.js';
import { metricNamed, unitOf } from '../../model/metric.js';
import { figureValue, type HeldFigures, type RunMeasures } from '../../model/sample.js';
import { heldFigures } from '../../statistics/held-figures.js';
import { medianOf } from '../../statistics/median.js';
import { weigh } from '../../statistics/weigh.js';
import { aroundBaseline } from './around-baseline.js';
import { isUpperBound } from './compare.js';
import type { GateEvidence, Observed } from './gate-evidence.js';
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
  const { missing = 0 } = held;
  const runs = `${counted(held.figures.length, 'run')}${missing === 0 ? '' : `, ${missing} of ${held.figures.length + missing} hold none`}`;
  // Of a run that never came back only so much is known; the middle may lie higher, and so may the limit.
  const atLeast = held.figures.some((figure) => typeof figure !== 'number') ? 'at least ' : '';
  const text = `${gate.comparator} ${atLeast}${formatFigure(value, unit)} (${baseline}: ${atLeast}${formatFigure(before, unit)} in ${runs}, and the allowance)`;
  return { value, text, reason: null };
}

export interface OwnFigures {
  readonly observed: Observed;
  readonly measures: RunMeasures;
}

/**
 * A breach counts when chance is ruled out, and when nothing tells what chance does. What may be chance is no failure, and no pass either; a time that did not end while anybody looked is no matter of
 * chance.
 */
export function againstBaseline(gate: Gate, judged: Judged, { facts }: GateEvidence, own: OwnFigures): Judged {
  const { limit } = gate;
  if (limit.kind !== 'stored-baseline' || limit.held === null) return judged;
  if (limit.around?.runIds.includes(facts.header.runId) === true)
    return { verdict: 'inconclusive', reason: `The baseline ${limit.baseline} holds this very run.` };
  const isMatterOfChance = judged.verdict === 'fail' && own.observed.isCensored !== true;
  const { verdict, reason } = isMatterOfChance ? withChance(gate, limit.held, judged, own.measures) : judged;
  return { verdict, reason: [reason, aroundBaseline(limit, facts)].filter((part) => part !== '').join(' ') };
}

function withChance(gate: Gate, held: HeldFigures, judged: Judged, measures: RunMeasures): Judged {
  const effect = effectOf(gate, held, measures);
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
function effectOf(gate: Gate, held: HeldFigures, measures: RunMeasures): Effect | null {
  const key = printIndicator(gate);
  const own = heldFigures(key, [{ measures }]);
  return own.figures.length === 0 ? null : weigh(indicatorParts(key), held, own);
}
