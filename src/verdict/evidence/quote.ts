/** The one sentence that an auditor may quote: how often, how long at most, against which objective, and how far that carries. */
import { formatDuration, formatMeasured } from '../../kit/format.js';
import type { Measured } from '../../model/recovery.js';
import type { FaultFindings, ObjectiveStatus, Repetition } from '../../model/rto.js';
import { standingOf, type Standing } from '../answers/objective.js';
import { worstOf } from './fault-findings.js';
import { formatShare } from './grade-evidence.js';
import type { Counted, Study } from './study.js';

export function quoteOf(study: Study, counted: Counted, repetitions: readonly Repetition[]): string {
  const { conclusive, faults, objective, grade } = counted;
  const banner = study.isSimulated ? 'SIMULATED: ' : '';
  const worst = worstOf(faults);
  if (worst === null)
    return `${banner}No repetition of ${study.scenario.name} counts, so nothing is claimed about recovery.`;
  return [
    `${banner}In ${countOf(study, conclusive)} of ${study.scenario.name}${variedWords(study)}`,
    `the longest recovery was that after ${worst.fault}: recovery time ${timeOf(worst)}${objectiveWords(objective, worst, repetitions)};`,
    `with ${conclusive} ${conclusive === 1 ? 'repetition' : 'repetitions'} the longest covers the 90th percentile with a probability of ${formatShare(worst.coverage.p90)}`,
    `and the 95th with ${formatShare(worst.coverage.p95)} (evidence grade ${grade.grade}).`,
  ].join(' ');
}

function countOf({ repetitions, pooled }: Study, conclusive: number): string {
  const all = repetitions.length;
  const noun = `conclusive ${conclusive === 1 ? 'repetition' : 'repetitions'}`;
  const made = pooled === undefined ? 'made' : 'stored runs';
  if (all === conclusive) return `${conclusive} ${noun}${pooled === undefined ? '' : ' (stored runs)'}`;
  return `${conclusive} ${noun} (of ${all} ${made})`;
}

/** Says varied only of what was varied. */
function variedWords({ repetitions, phaseWindowMs }: Study): string {
  const aims = new Set(repetitions.map(({ variation }) => variation.victims.map((victim) => victim.aim).join(' ')));
  const varied = [...(phaseWindowMs > 0 ? ['its phase'] : []), ...(aims.size > 1 ? ['its victim'] : [])];
  return repetitions.length === 1 || varied.length === 0 ? ',' : `, with the fault varied in ${varied.join(' and ')},`;
}

function timeOf({ maximum, censored }: FaultFindings): string {
  if (maximum === null || !maximum.isCensored) return formatMeasured(maximum);
  return `${formatMeasured(maximum)} (not seen to end in ${censored})`;
}

function objectiveWords(
  { limitMs, status }: Counted['objective'],
  { maximum }: FaultFindings,
  repetitions: readonly Repetition[],
): string {
  if (limitMs === null) return ', no objective declared';
  const recovery = maximum === null ? 'unseen' : standingOf(maximum, limitMs, false);
  const heals = repetitions.flatMap(({ recoveries }) => recoveries.flatMap((each) => each.healOutageMs ?? []));
  const why = { none: '', met: '', 'not-met': whyMissed(recovery, heals, limitMs), undecided: whyOpen(recovery) };
  return `, objective ${formatDuration(limitMs)}: ${statusWords[status]}${why[status]}`;
}

function whyMissed(recovery: Standing, heals: readonly Measured[], limitMs: number): string {
  if (recovery === 'beyond') return '';
  const over = heals.filter((each) => each.isCensored || standingOf(each, limitMs, false) === 'beyond');
  const longest = over.reduce<Measured | null>(
    (most, each) => (most !== null && most.valueMs >= each.valueMs ? most : each),
    null,
  );
  return longest === null
    ? ', because payments stopped again after the heal'
    : `, because of a heal outage of ${formatMeasured(longest)}`;
}

function whyOpen(recovery: Standing): string {
  if (recovery === 'undecided') return ', because the error bar reaches across it';
  return ', because what followed the heal is not known well enough';
}

export const statusWords: Readonly<Record<ObjectiveStatus, string>> = {
  met: 'met',
  'not-met': 'not met',
  undecided: 'not decided',
  none: 'none declared',
};
