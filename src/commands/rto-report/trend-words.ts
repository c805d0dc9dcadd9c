/** The cells and sentences that every view of a trend shares. */
import { formatMeasured } from '../../kit/format.js';
import type { FaultFindings, RtoRecord } from '../../model/rto.js';
import type { Release, TrendRecord } from '../../model/trend.js';
import { worstOf } from '../../verdict/evidence/fault-findings.js';
import { formatShare } from '../../verdict/evidence/grade-evidence.js';
import { statusWords } from '../../verdict/evidence/quote.js';

export const releaseColumns = [
  'Release',
  'From',
  'N',
  'Grade',
  'Longest',
  'Median',
  'Its interval',
  'Objective',
  'Lost',
];

/** Of the fault with the longest recovery. */
export function releaseCells({ name, study }: Release): readonly string[] {
  const { findings, startedAt } = study;
  const worst = worstOf(findings.faults);
  return [
    name,
    startedAt.slice(0, 10),
    String(findings.conclusive),
    findings.grade.grade,
    formatMeasured(worst?.maximum ?? null),
    formatMeasured(worst?.median ?? null),
    intervalOf(worst),
    statusWords[findings.objective.status],
    findings.loss.judged + findings.loss.withLoss === 0 ? 'unknown' : String(findings.loss.lost),
  ];
}

export function intervalOf(finding: FaultFindings | null): string {
  const interval = finding?.medianInterval ?? null;
  if (interval === null) return 'none at this N';
  const { lower, upper, confidence } = interval;
  return `${formatMeasured(lower)} to ${formatMeasured(upper)} (${formatShare(confidence)})`;
}

/** One name for the whole, which may have changed with the releases. */
export function storyName({ releases }: TrendRecord): string {
  return lastOf(releases).study.scenario.name;
}

export function lastOf(releases: readonly Release[]): Release {
  return releases.at(-1) as Release;
}

export function faultsOf({ releases }: TrendRecord): readonly string[] {
  return [...new Set(releases.flatMap(({ study }) => study.findings.faults.map(({ fault }) => fault)))];
}

export function findingOf({ findings }: RtoRecord, fault: string): FaultFindings | null {
  return findings.faults.find((each) => each.fault === fault) ?? null;
}

export const trendCaution =
  'Intervals that have no time in common show a change; those that overlap show none, and rule none out. What else changed between releases, machine and load included, may be the cause.';
