/** A scenario becomes a step of the search: a short warm-up and one phase at a constant rate, without faults, judged by the gates that can be asked of it. */
import { printDuration } from '../../kit/duration.js';
import { deriveKey } from '../../kit/random.js';
import { printRate } from '../../kit/rate-literal.js';
import type { Gate } from '../../model/gate.js';
import type { PeakPurpose, PeakSettings } from '../../model/peak.js';
import type { PhaseSettings, Scenario } from '../../model/scenario.js';
import { stepPhase } from './asked-gates.js';

const warmupShare = 1 / 3;
const warmupGrainMs = 500;
const warmupMsMin = 1_000;
const warmupMsMax = 5_000;
/** Connections open and caches fill while the rate climbs; a cold target under the whole rate would begin with a queue. */
const warmupFromShare = 1 / 4;

export interface StepWish {
  /** From 1. */
  readonly step: number;
  readonly purpose: PeakPurpose;
  readonly ratePerSecond: number;
  readonly settings: Pick<PeakSettings, 'stepMs' | 'holdMs'>;
  readonly rules: readonly Gate[];
}

/** Another seed for each step, so that no two meet the same customers in the same order. */
export function stepScenario(scenario: Scenario, wish: StepWish): Scenario {
  const { step, purpose, ratePerSecond, settings, rules } = wish;
  const lengthMs = lengthOf(purpose, settings);
  const what = purpose === 'hold' ? 'Hold' : 'Step';
  return {
    ...scenario,
    description: `${what} ${step} of a search for the peak: ${printRate(ratePerSecond)} for ${printDuration(lengthMs)}, and nothing goes wrong.`,
    seed: deriveKey(scenario.seed, `peak/load/${step}`)[0] >>> 0,
    traffic: { ...scenario.traffic, phases: phasesOf(ratePerSecond, lengthMs) },
    faults: [],
    gates: rules,
  };
}

export function lengthOf(purpose: PeakPurpose, { stepMs, holdMs }: StepWish['settings']): number {
  return purpose === 'hold' ? holdMs : stepMs;
}

export function warmupMsOf(lengthMs: number): number {
  const tidyMs = Math.round((lengthMs * warmupShare) / warmupGrainMs) * warmupGrainMs;
  return Math.min(warmupMsMax, Math.max(warmupMsMin, tidyMs));
}

function phasesOf(ratePerSecond: number, lengthMs: number): readonly PhaseSettings[] {
  return [
    {
      name: 'warmup',
      durationMs: warmupMsOf(lengthMs),
      shape: 'ramp',
      settings: { from: ratePerSecond * warmupFromShare, to: ratePerSecond },
      isWarmup: true,
    },
    {
      name: stepPhase,
      durationMs: lengthMs,
      shape: 'constant',
      settings: { rate: ratePerSecond },
      isWarmup: false,
    },
  ];
}
