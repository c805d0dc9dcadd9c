/** Whether what failed close above the peak was the target: not the connections that the scenario gives it, nor a generator that nobody could watch. */
import type { PeakStep } from '../../model/peak.js';
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
  return (above?.withoutConnection ?? 0) > 0 && own !== null && base !== null && own <= base * asFastAsEver;
}
