/** How much a run or a study can claim: measured fault events are counted, not transactions, because each fault is one throw of the dice. */
import { formatPercent } from '../../kit/format.js';
import type { RunRecord } from '../../model/run-record.js';
import { coverageOfMaximum, eventsToCover, lossProbabilityBound } from './coverage.js';

const gateMin = 10;
/** 59: so many events cover the 95th percentile with 95 %. */
const auditMin = eventsToCover(0.95, 0.95);

/** `measured`: fault events after which a recovery time was told. They make the grade, which is printed beside recovery times and claims no more than they carry. */
export function gradeEvidence(faultEvents: number, measured: number = faultEvents): RunRecord['evidenceGrade'] {
  if (faultEvents === 0) {
    return {
      grade: 'none',
      faultEvents,
      sentence: 'No fault took effect, so nothing is claimed about recovery or loss.',
    };
  }
  const sentence = `${claim(faultEvents, measured)} ${missing(measured)}`.trim();
  return { grade: gradeOf(measured), faultEvents, sentence };
}

function gradeOf(measured: number): RunRecord['evidenceGrade']['grade'] {
  if (measured >= auditMin) return 'audit';
  if (measured >= gateMin) return 'gate';
  return measured > 0 ? 'smoke' : 'none';
}

function claim(count: number, measured: number): string {
  const bound = formatShare(lossProbabilityBound(count));
  const events = count === 1 ? 'One fault event' : `${count} fault events`;
  return `${events}: ${recoveryClaim(count, measured)}, and even without any loss up to ${bound} of such faults could lose payments (95 % confidence).`;
}

function recoveryClaim(count: number, measured: number): string {
  if (measured === 0) return 'no recovery time was measured, so nothing is claimed about recovery';
  const covered = formatShare(coverageOfMaximum(measured, 0.95));
  const only = measured < count ? ` of the ${measured} measured` : '';
  const longest = count === 1 ? 'its recovery time' : `the longest recovery time${only}`;
  return `${longest} covers the 95th percentile with a probability of ${covered}`;
}

function missing(count: number): string {
  if (count === 0) return '';
  if (count >= auditMin) return '';
  if (count >= gateMin) return `${auditMin} events would cover the 95th percentile with 95 %.`;
  return `It shows that the rehearsal works; ${gateMin} events make a gate, ${auditMin} an audit.`;
}

/** A probability with one decimal: more would pretend to know what the model does not. What is not certain is never printed as 100 %. */
export function formatShare(ratio: number): string {
  const rounded = Math.round(ratio * 1_000) / 1_000;
  return rounded === 1 && ratio < 1 ? 'over 99.9 %' : formatPercent(rounded);
}
