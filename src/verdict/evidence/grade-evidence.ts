/** How much a run or a study can claim: fault events are counted, not transactions, because each fault is one throw of the dice. */
import { formatPercent } from '../../kit/format.js';
import type { RunRecord } from '../../model/run-record.js';
import { coverageOfMaximum, eventsToCover, lossProbabilityBound } from './coverage.js';

const gateMin = 10;
/** 59: so many events cover the 95th percentile with 95 %. */
const auditMin = eventsToCover(0.95, 0.95);

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

function claim(count: number): string {
  const covered = formatShare(coverageOfMaximum(count, 0.95));
  const bound = formatShare(lossProbabilityBound(count));
  const events = count === 1 ? 'One fault event' : `${count} fault events`;
  const longest = count === 1 ? 'its recovery time' : 'the longest recovery time';
  return `${events}: ${longest} covers the 95th percentile with a probability of ${covered}, and no loss would bound the chance of loss per fault below ${bound} only.`;
}

function missing(count: number): string {
  if (count >= auditMin) return '';
  if (count >= gateMin) return `${auditMin} events would cover the 95th percentile with 95 %.`;
  return `It shows that the rehearsal works; ${gateMin} events make a gate, ${auditMin} an audit.`;
}

/** A probability with one decimal: more would pretend to know what the model does not. What is not certain is never printed as 100 %. */
export function formatShare(ratio: number): string {
  const rounded = Math.round(ratio * 1_000) / 1_000;
  return rounded === 1 && ratio < 1 ? 'over 99.9 %' : formatPercent(rounded);
}
