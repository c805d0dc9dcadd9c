/** What N repetitions allow to say and what they do not, in whole sentences beside the numbers. */
import { formatMeasured } from '../../kit/format.js';
import type { FaultFindings, Repetition, StudyFindings } from '../../model/rto.js';
import { eventsToCover } from './coverage.js';
import { formatShare } from './grade-evidence.js';
import { fewestForMedian } from './order-statistics.js';
import type { Counted, Study } from './study.js';

type Claims = Pick<StudyFindings, 'can' | 'cannot'>;

export function claimsOf(study: Study, counted: Counted): Claims {
  return { can: canSay(counted), cannot: cannotSay(study, counted) };
}

function canSay({ faults, conclusive, loss }: Counted): readonly string[] {
  const measured = faults.filter((each) => each.count > 0);
  return [
    ...measured.map(({ fault, maximum, coverage }) => {
      const shares = `the 90th percentile with a probability of ${formatShare(coverage.p90)}, the 95th with ${formatShare(coverage.p95)}`;
      return `After ${fault}, the longest of N = ${conclusive} recoveries took ${formatMeasured(maximum)}; the longest of ${conclusive} covers ${shares}.`;
    }),
    ...measured.flatMap(medianSentence),
    ...(loss.judged > 0 || loss.withLoss > 0 ? [loss.sentence] : []),
  ];
}

function medianSentence({ fault, medianInterval }: FaultFindings): readonly string[] {
  if (medianInterval === null) return [];
  const { lower, upper, lowerRank, upperRank, confidence } = medianInterval;
  const to = upper.isCensored ? `${formatMeasured(upper)}, an end that was not seen` : formatMeasured(upper);
  return [
    `After ${fault}, the median recovery time lies between ${formatMeasured(lower)} and ${to} (ranks ${lowerRank} and ${upperRank}) with a confidence of ${formatShare(confidence)}, whatever the distribution.`,
  ];
}

function cannotSay(
  { repetitions, cut, pooled }: Study,
  { conclusive, inconclusive, faults }: Counted,
): readonly string[] {
  const audit = eventsToCover(0.95, 0.95);
  return [
    ...(conclusive < fewestForMedian()
      ? [
          `N = ${conclusive} gives no interval of the median at 95 % confidence; ${fewestForMedian()} are the fewest that do.`,
        ]
      : []),
    ...(conclusive < audit
      ? [
          `N = ${conclusive} does not bound the recovery time of 95 % of such faults with 95 % confidence; ${audit} do, and ${eventsToCover(0.9, 0.95)} bound 90 %.`,
        ]
      : []),
    ...faults.filter((each) => each.censored > 0).map(censoredSentence),
    ...healSentence(repetitions),
    ...wholeSentences(repetitions),
    ...(inconclusive > 0 ? [inconclusiveSentence(inconclusive)] : []),
    ...repetitions.flatMap(unseenSentence),
    ...(cut.length > 0
      ? [
          `${cut.length === 1 ? 'One repetition was' : `${cut.length} repetitions were`} cut short${pooled === undefined ? ' and done again' : ''}; what the cut parts would have shown is not known.`,
        ]
      : []),
    ...versionsSentence(repetitions),
    ...(pooled === undefined
      ? []
      : [
          'Which stored runs were put together was chosen by whoever made this report; what was left out is not known.',
        ]),
    'The probabilities are those of faults whose phase and victim are as random as here, under the same load and on the same machine.',
    'No number of repetitions bounds the longest recovery there can be, or says anything about other faults, loads or machines.',
  ];
}

function censoredSentence({ fault, censored, count }: FaultFindings): string {
  return `After ${fault}, ${censored} of ${count} recoveries were not seen to end, so the longest is only known to be at least what is said.`;
}

/** A heal that hurts until the end of the load is no recovery time, but must not look like none. */
function healSentence(repetitions: readonly Repetition[]): readonly string[] {
  const counting = repetitions.filter((each) => each.inconclusive === null);
  const open = counting.filter(({ recoveries }) => recoveries.some((each) => each.healOutageMs?.isCensored === true));
  if (open.length === 0) return [];
  return [
    `In ${open.length} of ${counting.length} repetitions the service was not seen to be wholly back after the heal: the load ended too soon to say how long the heal hurts.`,
  ];
}

/** Payments may be back while a member never is, as an old primary that has to be made anew. */
function wholeSentences(repetitions: readonly Repetition[]): readonly string[] {
  const all = repetitions.flatMap(({ recoveries }) => recoveries);
  return [...new Set(all.map(({ fault }) => fault))].flatMap((fault) => {
    const own = all.filter((each) => each.fault === fault);
    const open = own.filter(({ fullRedundancyMs }) => fullRedundancyMs?.isCensored === true);
    if (open.length === 0) return [];
    return [
      `After ${fault}, not every node was seen to serve in its role again in ${open.length} of ${own.length} repetitions: the reports of these runs say why.`,
    ];
  });
}

function inconclusiveSentence(inconclusive: number): string {
  const made = inconclusive === 1 ? 'One repetition was' : `${inconclusive} repetitions were`;
  return `${made} inconclusive and ${inconclusive === 1 ? 'does' : 'do'} not count; if the same cause also lengthens recoveries, these figures are too good.`;
}

/** A study that goes on after an upgrade measures two systems. */
function versionsSentence(repetitions: readonly Repetition[]): readonly string[] {
  const versions = [...new Set(repetitions.map((each) => each.serverVersions.join(' and ')))];
  return versions.length < 2 ? [] : [`The servers were not the same throughout: ${versions.join(', then ')}.`];
}

/** What an inconclusive repetition saw all the same must not disappear. */
function unseenSentence({ variation, inconclusive, recoveries }: Repetition): readonly string[] {
  if (inconclusive === null) return [];
  return recoveries.flatMap(({ fault, recoveryTimeMs }) =>
    recoveryTimeMs === null
      ? []
      : [
          `Repetition ${variation.repetition}, which does not count, showed ${formatMeasured(recoveryTimeMs)} after ${fault}.`,
        ],
  );
}
