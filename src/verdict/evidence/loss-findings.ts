/** What the repetitions say about lost payments: how many, in how many fault events, and what their absence bounds. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { LossFindings, Repetition } from '../../model/rto.js';
import type { Answer } from '../../model/run-record.js';
import { lossProbabilityBound } from './coverage.js';
import { formatShare } from './grade-evidence.js';

const decided: readonly Answer['status'][] = ['met', 'not-met'];

/** Loss counts wherever it was seen; its absence only after faults, in repetitions that count and really looked for it: too much in doubt tests nothing. */
export function findLoss(repetitions: readonly Repetition[]): LossFindings {
  const judged = repetitions.filter(hasTestedLoss).length;
  const withLoss = repetitions.filter((each) => (each.payments?.lost ?? 0) > 0).length;
  const sum = (key: 'acknowledged' | 'lost' | 'lostMoney'): number =>
    repetitions.reduce((total, { payments }) => total + (payments?.[key] ?? 0), 0);
  const counted = {
    judged,
    withLoss,
    acknowledged: sum('acknowledged'),
    lost: sum('lost'),
    lostMoney: sum('lostMoney'),
  };
  const probabilityBound = withLoss === 0 && judged > 0 ? lossProbabilityBound(judged) : null;
  const found = { ...counted, probabilityBound };
  return { ...found, sentence: sentenceOf(found, repetitions.length) };
}

function hasTestedLoss({ recoveries, inconclusive, payments, answers }: Repetition): boolean {
  return (
    recoveries.length > 0 && inconclusive === null && payments !== null && decided.includes(answers['data-loss'].status)
  );
}

function sentenceOf(found: Omit<LossFindings, 'sentence'>, repetitions: number): string {
  const { judged, withLoss, acknowledged, lost, lostMoney, probabilityBound } = found;
  const share = `${formatCount(lost)} of ${formatCount(acknowledged)} acknowledged payments lost`;
  if (withLoss > 0) return `${share}, ${formatMoney(lostMoney)} in all, in ${withLoss} of ${timesOf(repetitions)}.`;
  if (probabilityBound === null) return 'Nothing can be said about loss: no repetition that counts has tested it.';
  return `${share} in ${timesOf(repetitions)}; with 95 % confidence the probability that a fault event loses any is below ${formatShare(probabilityBound)} (${judged} count).`;
}

function timesOf(repetitions: number): string {
  return repetitions === 1 ? 'one repetition' : `${repetitions} repetitions`;
}
