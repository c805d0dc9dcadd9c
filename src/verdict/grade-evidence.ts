/** How much a run can claim: fault events are counted, not transactions, because each fault is one throw of the dice. */
import { formatPercent } from '../kit/format.js';
import type { RunRecord } from '../model/run-record.js';

const gateMin = 10;
const auditMin = 59;

/** `measured`: fault events after which a recovery time was told; no more is claimed about recovery than they can carry. */
export function gradeEvidence(faultEvents: number, measured: number): RunRecord['evidenceGrade'] {
  if (faultEvents === 0) {
    return {
      grade: 'none',
      faultEvents,
      sentence: 'No fault took effect, so nothing is claimed about recovery or loss.',
    };
  }
  const grade = faultEvents >= auditMin ? 'audit' : faultEvents >= gateMin ? 'gate' : 'smoke';
  return { grade, faultEvents, sentence: `${claim(faultEvents, measured)} ${missing(faultEvents)}`.trim() };
}

/** The maximum of n covers the p-quantile with probability 1 − p^n; no loss in n bounds the loss per fault below 1 − 0.05^(1/n). */
function claim(n: number, measured: number): string {
  const bound = formatPercent(roundTo(1 - 0.05 ** (1 / n)));
  const events = n === 1 ? 'One fault event' : `${n} fault events`;
  return `${events}: ${recoveryClaim(n, measured)}, and no loss would bound the chance of loss per fault below ${bound} only.`;
}

function recoveryClaim(n: number, measured: number): string {
  if (measured === 0) return 'no recovery time was measured, so nothing is claimed about recovery';
  const covered = formatPercent(roundTo(1 - 0.95 ** measured));
  const only = measured < n ? ` of the ${measured} measured` : '';
  const longest = n === 1 ? 'its recovery time' : `the longest recovery time${only}`;
  return `${longest} covers the 95th percentile with a probability of ${covered}`;
}

function missing(n: number): string {
  if (n >= auditMin) return '';
  if (n >= gateMin) return `${auditMin} events would cover the 95th percentile with 95 %.`;
  return `It shows that the rehearsal works; ${gateMin} events make a gate, ${auditMin} an audit.`;
}

function roundTo(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000;
}
