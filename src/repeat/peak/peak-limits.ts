/** Whether what failed close above the peak was the target: not the connections that the scenario gives it, nor a generator that nobody could watch. */
import type { PeakStep } from '../../model/peak.js';
import type { PhaseLoad } from '../../model/phase-load.js';
import type { GateResult } from '../../model/run-record.js';
import { measuredBy, percentileFrom } from './gate-figures.js';
import { stepAbove } from './step-above.js';

/** Of the service time at the gentlest rate: a target that is asked for more than it can do takes far longer. */
const asFastAsEver = 1.25;

export function isTargetsOwn(steps: readonly PeakStep[], heldPerSecond: number): boolean {
  return !isPoolLimit(steps, heldPerSecond) && stepAbove(steps, heldPerSecond)?.clientBusyRatio !== null;
}

/** All connections were taken, and each was answered as fast as at the gentlest rate: with more of them the target may carry more. */
export function isPoolLimit(steps: readonly PeakStep[], heldPerSecond: number): boolean {
  const above = stepAbove(steps, heldPerSecond);
  const gentle = steps
    .filter(({ outcome }) => outcome === 'passed')
    .toSorted((a, b) => a.ratePerSecond - b.ratePerSecond)[0];
  const [own, base] = [above?.serviceTimeMsP50 ?? null, gentle?.serviceTimeMsP50 ?? null];
  return above !== undefined && lacksConnections(above) && own !== null && base !== null && own <= base * asFastAsEver;
}

/** Whether connections were so scarce that this by itself can make a gate fail, long before an arrival is dropped for want of one. */
export function lacksConnections(step: PeakStep): boolean {
  if (step.withoutConnection > 0) return true;
  return hasQueue(step) && (step.isSlowByWaiting === true || (step.lateByWaiting ?? 0) > 0);
}

/** Whether a gate on response time might hold if nobody had to wait for a connection. */
export function isSlowByWaiting(gate: GateResult, load: Pick<PhaseLoad, 'connectionWaitMs'> | undefined): boolean {
  const { metric, aggregate } = measuredBy(gate);
  if (metric !== 'response_time' || gate.observedValue === null || gate.limitValue === null) return false;
  const wait = load?.connectionWaitMs ?? null;
  const waitMs = wait === null ? null : percentileFrom(wait, aggregate);
  return waitMs !== null && gate.observedValue - waitMs < gate.limitValue;
}

/** A target that stands still for a moment makes arrivals wait, too; that one in ten waits for longer than an answer takes is a lack of connections. */
function hasQueue({ connectionWaitMs, serviceTimeMsP50 }: PeakStep): boolean {
  return (connectionWaitMs?.p90 ?? 0) >= (serviceTimeMsP50 ?? Number.POSITIVE_INFINITY);
}
