/** The step that bounds a rate from above: of the lowest rate beyond it that did not pass. */
import type { PeakStep } from '../../model/peak.js';

export function stepAbove(steps: readonly PeakStep[], ratePerSecond: number): PeakStep | undefined {
  const wanting = steps.filter((step) => step.ratePerSecond > ratePerSecond && step.outcome !== 'passed');
  const lowest = Math.min(...wanting.map((step) => step.ratePerSecond));
  const own = wanting.filter((step) => step.ratePerSecond === lowest);
  return own.findLast(({ outcome }) => outcome === 'failed') ?? own.at(-1);
}
