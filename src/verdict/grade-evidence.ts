/** How much a run can claim: fault events are counted, not transactions, because each fault is one throw of the dice. */
import { formatPercent } from '../kit/format.js';
import type { RunRecord } from '../model/run-record.js';

const gateMin = 10;
const auditMin = 59;

export function gradeEvidence(faultEvents: number): RunRecord['evidenceGrade'] {
  if (faultEvents === 0) {
    return {
      grade: 'none',
      faultEvents,
      sentence: 'No fault took effect, so nothing is claimed about recovery or loss.',
    };
  }
  const grade = faultEvents >= auditMin ? 'audit' : faultEvents >= gateMin ? 'gate' : 'smoke';
  return { grade, faultEvents, sentence: `${claim(faultEvents)} ${missing(faultEvents)}`.trim() };
}

/** The maximum of n covers the p-quantile with probability 1 − p^n; no loss in n bounds the loss per fault below 1 − 0.05^(1/n). */
function claim(n: number): string {
  const covered = formatPercent(roundTo(1 - 0.95 ** n));
  const bound = formatPercent(roundTo(1 - 0.05 ** (1 / n)));
  const events = n === 1 ? 'One fault event' : `${n} fault events`;
  const longest = n === 1 ? 'its recovery time' : 'the longest recovery time';
  return `${events}: ${longest} covers the 95th percentile with a probability of ${covered}, and no loss would bound the chance of loss per fault below ${bound} only.`;
}

function missing(n: number): string {
  if (n >= auditMin) return '';
  if (n >= gateMin) return `${auditMin} events would cover the 95th percentile with 95 %.`;
  return `It shows that the rehearsal works; ${gateMin} events make a gate, ${auditMin} an audit.`;
}

function roundTo(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000;
}
