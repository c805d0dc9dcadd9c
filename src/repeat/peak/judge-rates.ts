/** Several tries at one rate become one judgement of it. */
import type { PlayedStep } from './search.js';

/** `generator` and `open`: nothing is known of the target at this rate. `again`: another try is wanted. */
export interface JudgedRate {
  readonly ratePerSecond: number;
  readonly state: 'passed' | 'failed' | 'generator' | 'open' | 'again';
}

/** With fewer good arrivals than this, the target is far beyond what it can do, and no bad luck explains it. */
const clearlyFailedBelow = 0.8;
/** Tries at a rate that decide nothing before it is given up. */
const openMax = 2;
const failedMax = 2;

/** In the order in which the rates were first tried. With `holds`, so many tries must pass and none may fail. */
export function judgeRates(steps: readonly PlayedStep[], holds: number | null = null): readonly JudgedRate[] {
  const byRate = new Map<number, PlayedStep[]>();
  for (const step of steps) byRate.set(step.ratePerSecond, [...(byRate.get(step.ratePerSecond) ?? []), step]);
  return [...byRate].map(([ratePerSecond, tries]) => ({
    ratePerSecond,
    state: holds === null ? searched(tries) : held(tries, holds),
  }));
}

/**
 * What passes by luck is found out by the holds; what fails by bad luck would never be seen again. So a step that fails by little, or decides nothing, is tried
 * once more, and one that passes is believed for now.
 */
function searched(tries: readonly PlayedStep[]): JudgedRate['state'] {
  if (tries.some(({ outcome }) => outcome === 'passed')) return 'passed';
  const failed = tries.filter(({ outcome }) => outcome === 'failed');
  if (failed.some(isClear) || (failed.length > 0 && tries.length >= failedMax)) return 'failed';
  return tries.length >= openMax ? whoseLimit(tries) : 'again';
}

function held(tries: readonly PlayedStep[], wanted: number): JudgedRate['state'] {
  if (tries.some(({ outcome }) => outcome === 'failed')) return 'failed';
  const open = tries.filter(({ outcome }) => outcome === 'open');
  if (open.length >= openMax) return whoseLimit(open);
  return tries.length - open.length >= wanted ? 'passed' : 'again';
}

function isClear({ goodRatio }: PlayedStep): boolean {
  return goodRatio !== null && goodRatio < clearlyFailedBelow;
}

function whoseLimit(open: readonly PlayedStep[]): 'generator' | 'open' {
  return open.some(({ isGeneratorLimit }) => isGeneratorLimit) ? 'generator' : 'open';
}
