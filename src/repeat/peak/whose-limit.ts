/** Tells whether a gate failed because of the target, or may have because the generator could not keep up: what the generator did must never be put down to the target. */
import { formatDuration, formatPercent } from '../../kit/format.js';
import { busyRatioMax, type PhaseLoad, type Strain } from '../../model/phase-load.js';
import type { GateResult, RunRecord } from '../../model/run-record.js';
import { measuredBy, percentileUpTo } from './gate-figures.js';

/** As for recovery times: a lag of more than a tenth of what is measured leaves it open. */
const lagShareMax = 0.1;
const lateShareMax = 0.1;

export interface Blamed {
  readonly load: PhaseLoad;
  readonly instrument: RunRecord['instrument'];
  readonly deadlineMs: number;
}

/** Why this gate's failure may be the generator's own doing, as a whole sentence; null when it is the target's. */
export function generatorDoubt(gate: GateResult, { load, instrument, deadlineMs }: Blamed): string | null {
  if (!instrument.isHealthy) return instrument.problems[0] ?? 'The instrument was not healthy.';
  const { metric } = measuredBy(gate);
  if (!dependsOnGenerator.has(metric)) return null;
  return (
    busyDoubt(load) ??
    strainDoubt(gate, load) ??
    (times.has(metric) ? lagDoubt(gate, load) : lateDoubt(load, deadlineMs))
  );
}

const times: ReadonlySet<string> = new Set(['response_time', 'service_time']);
const dependsOnGenerator: ReadonlySet<string> = new Set([
  ...times,
  'availability',
  'goodput',
  'throughput',
  'dropped',
  'in_doubt',
]);

function busyDoubt({ clientBusyRatio }: PhaseLoad): string | null {
  if (clientBusyRatio === null || clientBusyRatio < busyRatioMax) return null;
  return `A load thread of paystorm was busy for ${percentOf(clientBusyRatio)} of its time (limit ${formatPercent(busyRatioMax)}).`;
}

/** One second is enough to spoil a percentile: only a gate that fails apart from such seconds, too, is the target's. */
function strainDoubt(gate: GateResult, { strain }: PhaseLoad): string | null {
  if (strain === undefined || strain === null || failsApartFrom(gate, strain)) return null;
  return `A load thread of paystorm was busy for ${percentOf(strain.busyRatioMax)} of its busiest second (limit ${formatPercent(busyRatioMax)}), without which the gate might hold.`;
}

/** Finer than this nobody measures it. */
function percentOf(ratio: number): string {
  return formatPercent(Math.round(ratio * 1_000) / 1_000);
}

function failsApartFrom(gate: GateResult, { apartFrom }: Strain): boolean {
  const { metric, aggregate, isOfSome } = measuredBy(gate);
  if (apartFrom === null || isOfSome || gate.limitValue === null) return false;
  if (metric === 'availability') return (apartFrom.good / apartFrom.arrivals) * 100 < gate.limitValue;
  if (metric !== 'response_time') return false;
  return (percentileUpTo(apartFrom.responseTimeMs, aggregate) ?? 0) > gate.limitValue;
}

/** A lag lengthens each time by itself at most: a gate that fails without it, too, is the target's. */
function lagDoubt({ observedValue, limitValue }: GateResult, { scheduleLagMsP99 }: PhaseLoad): string | null {
  if (observedValue === null || limitValue === null || scheduleLagMsP99 === null) return null;
  if (observedValue - scheduleLagMsP99 >= limitValue) return null;
  return `The load generator lagged by ${formatDuration(scheduleLagMsP99)} in its worst second (99th percentile), without which the gate might hold.`;
}

function lateDoubt({ arrivals, good, dropped, scheduleLagMsP99 }: PhaseLoad, deadlineMs: number): string | null {
  if (scheduleLagMsP99 !== null && scheduleLagMsP99 > deadlineMs * lagShareMax)
    return `The load generator lagged by ${formatDuration(scheduleLagMsP99)} in its worst second (99th percentile), of a deadline of ${formatDuration(deadlineMs)}.`;
  const late = dropped['generator-late'] ?? 0;
  if (late <= (arrivals - good) * lateShareMax) return null;
  return `Of ${arrivals - good} arrivals that were not answered in time, the load generator itself was too late for ${late}.`;
}
