/** The cells and words that line, table and page of a search share. */
import { formatDuration, formatNumber } from '../../kit/format.js';
import type { PeakStep } from '../../model/peak.js';
import type { WaitedTime } from '../../model/phase-load.js';
import { verdictWords, type StatusWord } from '../../catalog/reporters/words/status.js';
import { gateWords } from '../../repeat/peak/search-sentences.js';

export function rateOf({ ratePerSecond }: Pick<PeakStep, 'ratePerSecond'>): string {
  return `${formatNumber(ratePerSecond)}/s`;
}

export function kindOf({ purpose }: Pick<PeakStep, 'purpose'>): string {
  return purpose === 'hold' ? 'hold' : 'step';
}

export function goodputOf({ goodputPerSecond }: PeakStep): string {
  return goodputPerSecond === null ? '–' : `${formatNumber(goodputPerSecond)}/s`;
}

export function waitedOf(time: WaitedTime | null): string {
  return time === null ? '–' : `${time.isAtLeast ? '≥ ' : ''}${formatDuration(time.valueMs)}`;
}

export function lagOf({ clientLagMsP99 }: PeakStep): string {
  return formatDuration(clientLagMsP99);
}

export function statusOf({ outcome }: PeakStep): StatusWord {
  return verdictWords[outcome === 'passed' ? 'pass' : outcome === 'failed' ? 'fail' : 'inconclusive'];
}

/** The first failing gate; whose limit it was where it was not the target's. */
export function whyOf(step: PeakStep): string {
  return step.gate === null || step.outcome === 'passed' || step.isGeneratorLimit
    ? shortWhyOf(step)
    : gateWords(step.gate.text);
}

/** As `whyOf`, with what the gate measures and without its limit. */
export function shortWhyOf({ outcome, gate, isGeneratorLimit }: PeakStep): string {
  if (outcome === 'passed') return 'pass';
  if (isGeneratorLimit) return 'generator';
  return gate === null ? statusWords[outcome] : (gate.text.split(' ')[0] as string);
}

const statusWords = { failed: 'fail', open: 'inconclusive' } as const;

/** By rate, and in the order of play within one. */
export function byRate(steps: readonly PeakStep[]): readonly PeakStep[] {
  return steps.toSorted((one, other) => one.ratePerSecond - other.ratePerSecond || one.step - other.step);
}
