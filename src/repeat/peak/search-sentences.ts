/** The one sentence that a search ends with: what the target holds, what failed close above it, and whether that was the target. */
import { printDuration } from '../../kit/duration.js';
import { formatNumber } from '../../kit/format.js';
import { exitCodes } from '../../model/exit-code.js';
import type { PeakStep } from '../../model/peak.js';
import { isPoolLimit } from './peak-limits.js';
import type { Ended, Search } from './search.js';
import { stepAbove } from './step-above.js';

export function sentenceOf(search: Search, { end, heldPerSecond }: Ended): string {
  const { settings, steps, noun } = search;
  const first = `${formatNumber(settings.fromPerSecond)} ${noun}/s`;
  const held = `${formatNumber(heldPerSecond)} ${noun}/s (${holdWords(search)})`;
  const above = stepAbove(steps, heldPerSecond ?? 0);
  switch (end) {
    case 'peak':
      return isPoolLimit(steps, heldPerSecond ?? 0)
        ? `The scenario's ${formatNumber(search.scenario.client.connections)} connections carry up to ${held}. Above it they were all taken and answered as fast as ever, so the target itself may hold more; at ${failureOf(above)}`
        : `The target holds every gate up to ${held}; at ${failureOf(above)}`;
    case 'up-to':
      return `The target holds every gate at ${held}, and nothing above ${topWords(search)}: its peak is at least that.`;
    case 'generator':
      return `The target takes at least ${held}; paystorm could not send more, so where its peak is stays unknown. At ${reasonOf(above)}`;
    case 'open':
      return `The target holds every gate at ${held}; whether it does above stays unknown. At ${reasonOf(above)}`;
    case 'below':
      return `The target does not hold every gate even at ${first}, the lowest rate that was tried: at ${failureOf(above)}`;
    case 'unmeasured':
      return `Nothing can be said of the target, because even the lowest rate that was tried (${first}) decides nothing. At ${reasonOf(above)}`;
    case 'data-violation':
    case 'heal-failed':
      return brokenOff(search);
    case 'searching':
      return soFar(search);
    default:
      return end satisfies never;
  }
}

/** "1,930/s the gate "response_time.p99 < 250ms" failed: 1.2 s." */
export function failureOf(step: PeakStep | undefined): string {
  if (step === undefined) return 'no rate anything failed.';
  const rate = `${formatNumber(step.ratePerSecond)}/s`;
  if (step.gate === null) return `${rate} a step failed: ${step.why ?? ''}`;
  const what = step.purpose === 'hold' ? ' in a hold' : '';
  return `${rate} the gate "${gateWords(step.gate.text)}" failed${what}: ${step.gate.observed}.`;
}

/** Every gate speaks of the same phase, which only the run's own report has to name. */
export function gateWords(text: string): string {
  return text.replace(/ during step\b/u, '');
}

function reasonOf(step: PeakStep | undefined): string {
  return step === undefined
    ? 'no rate anything was noted.'
    : `${formatNumber(step.ratePerSecond)}/s: ${step.why ?? ''}`;
}

function holdWords({ settings: { holds, holdMs } }: Search): string {
  return holds === 1
    ? `a hold of ${printDuration(holdMs)} passed`
    : `${holds} holds of ${printDuration(holdMs)} passed`;
}

function topWords({ settings }: Search): string {
  return settings.isUpToAsked ? 'was to be tried' : 'can be tried';
}

function brokenOff({ steps, cut }: Search): string {
  const step = steps.at(-1);
  const wasCut = cut.find(({ exitCode }) => exitCode === exitCodes.dataViolation || exitCode === exitCodes.healFailed);
  if (wasCut !== undefined)
    return `The search ended at once: what was played of step ${wasCut.step} decides it (${wasCut.folder}).`;
  if (step === undefined) return 'The search ended at once.';
  return `The search ended at once in step ${step.step}, at ${formatNumber(step.ratePerSecond)}/s: ${step.why ?? ''}`;
}

function soFar({ steps, noun }: Search): string {
  const passed = Math.max(0, ...steps.filter(({ outcome }) => outcome === 'passed').map((each) => each.ratePerSecond));
  const above = stepAbove(steps, passed);
  const held = `Every gate held in a step at ${formatNumber(passed)} ${noun}/s, which was not confirmed`;
  if (above === undefined)
    return passed === 0
      ? 'The search was stopped before its first step was whole.'
      : `The search was stopped. ${held}.`;
  const failed = above.outcome === 'failed' ? `at ${failureOf(above)}` : `at ${reasonOf(above)}`;
  return passed === 0 ? `The search was stopped: ${failed}` : `The search was stopped. ${held}; ${failed}`;
}
