/** The stall of a Galera cluster that loses a member grows by exactly what its suspect timeout grows. */
import { outageToleranceMs, type Comparison, type Rehearsed, type TruthCase } from '../truth-case.js';

const suspectSeconds = [1, 2, 3];
const survivors = ['node-a', 'node-c'];
/**
 * The cluster looks at its members every 0.1 s only (`evs.inactive_check_period`), so that each stall is by itself that much longer or shorter;
 * with what a stall may be off at both ends, over the two seconds between the shortest and the longest timeout.
 */
const slopeTolerance = 0.1;

export const galeraStall: TruthCase = {
  name: 'galera-stall',
  truth:
    'A silent member is given up after the suspect timeout, and the survivors write again one round of agreement later; a plain client sees the same stall.',
  scenarios: suspectSeconds.map(
    (seconds) => `
name: calibrate-galera-${seconds}s
target: { topology: galera, timeouts: fast, suspect_timeout: ${seconds}s }
ledger: { accounts: 5k }
client: { connections: 24, retry: idempotent 5 }
traffic:
  mix: { transfer: 100 }
  arrivals: even
  phases:
    - { name: warmup, for: 3s, rate: 80/s }
    - { name: steady, for: 44s, rate: 80/s }
faults:
  - { name: kill-b, fault: node-kill, node: node-b, at: steady + 14s, heal: 16s }
`,
  ),
  compare: (rehearsed) => [...rehearsed.flatMap(compareOne), slopeOf(rehearsed)],
};

function compareOne({ record, witnessGapMs }: Rehearsed, index: number): readonly Comparison[] {
  const outages = record.recoveries[0]?.nodeOutages ?? [];
  const stalls = survivors.map((node): Comparison => ({
    what: `suspect timeout ${suspectSeconds[index]} s: stall of ${node}, against a plain client's`,
    truth: roundedOrUnknown(witnessGapMs[node]),
    measured: outages.find((each) => each.node === node)?.outageMs?.valueMs ?? null,
    tolerance: outageToleranceMs,
    unit: 'ms',
  }));
  const lost = record.reconciliation?.lost?.count ?? null;
  const what = `suspect timeout ${suspectSeconds[index]} s: lost`;
  return [...stalls, { what, truth: 0, measured: lost, tolerance: 0, unit: 'payments' }];
}

/** A plain client that heard nothing saw no stall of length zero: it saw nothing. */
function roundedOrUnknown(gapMs: number | undefined): number | null {
  return gapMs === undefined ? null : Math.round(gapMs);
}

/** Least squares of the shorter survivor's stall over the timeout. */
function slopeOf(rehearsed: readonly Rehearsed[]): Comparison {
  const stallSeconds = rehearsed.map(({ record }) => {
    const outages = record.recoveries[0]?.nodeOutages ?? [];
    const own = outages
      .filter(({ node }) => survivors.includes(node))
      .map(({ outageMs }) => outageMs?.valueMs ?? Number.NaN);
    return Math.min(...own) / 1_000;
  });
  const [meanSuspect, meanStall] = [mean(suspectSeconds), mean(stallSeconds)];
  const covariance = mean(
    suspectSeconds.map((x, index) => (x - meanSuspect) * ((stallSeconds[index] as number) - meanStall)),
  );
  const variance = mean(suspectSeconds.map((x) => (x - meanSuspect) ** 2));
  const slope = Math.round((covariance / variance) * 1_000) / 1_000;
  return {
    what: 'slope of the stall over the suspect timeout',
    truth: 1,
    measured: Number.isFinite(slope) ? slope : null,
    tolerance: slopeTolerance,
    unit: '',
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
