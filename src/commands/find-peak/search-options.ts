/** The options of the command line that shape a search, all of their problems told at once. */
import { parseDuration, printDuration } from '../../kit/duration.js';
import type { Literal } from '../../kit/literal.js';
import { parsePercent, printPercent } from '../../kit/quantity.js';
import { parseRate, printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { PeakSettings } from '../../model/peak.js';
import type { Plan } from '../../model/plan.js';
import { arrivalsBetween } from '../../kit/arrivals-between.js';
import { tidyRate } from '../../repeat/peak/tidy-rate.js';
import { notWhole } from '../whole-number.js';

export interface SearchArgs {
  readonly from?: string | undefined;
  readonly upTo?: string | undefined;
  readonly stepFor: string;
  readonly holdFor: string;
  readonly repeat: number;
  readonly within: string;
}

export const searchDefaults = { stepFor: '10s', holdFor: '30s', repeat: 2, within: '5%' } as const;

const lengthMs = { min: 1_000, max: 3_600_000 } as const;
const withinPercent = { min: 1, max: 50 } as const;
const holdsMax = 20;
/** A 99th percentile of fewer is a maximum. */
const arrivalsMin = 100;
/** Where the scenario's own rate is above what may be tried. */
const fromShareOfTop = 1 / 4;

export interface ReadSettings {
  readonly settings: PeakSettings;
  /** Whole sentences; the settings mean nothing when there is one. */
  readonly problems: readonly string[];
}

/** Without a plan the options are looked at by themselves: its own problems come first, but must not hide these. */
export function readSettings(args: SearchArgs, plan: Plan | null): ReadSettings {
  const problems: string[] = [];
  const read = <Value>(option: string, literal: Literal<Value>, fallback: Value): Value => {
    if (literal.ok) return literal.value;
    const { message, remedy } = literal.problem;
    problems.push(`--${option}: ${message} ${remedy}`);
    return fallback;
  };
  const within = (option: string, value: number, bounds: Bounds): number => {
    if (value < bounds.min || value > bounds.max)
      problems.push(
        `--${option}: ${bounds.print(value)} is not between ${bounds.print(bounds.min)} and ${bounds.print(bounds.max)}.`,
      );
    return value;
  };
  const isUpToAsked = args.upTo !== undefined;
  const top = isUpToAsked ? within('up-to', read('up-to', parseRate(args.upTo), 1), rates) : limits.ratePerSecondMax;
  const asked = args.from === undefined ? null : within('from', read('from', parseRate(args.from), 1), rates);
  const settings = {
    fromPerSecond: asked ?? defaultFrom(plan, top),
    upToPerSecond: top,
    isUpToAsked,
    stepMs: within('step-for', read('step-for', parseDuration(args.stepFor), lengthMs.min), lengths),
    holdMs: within('hold-for', read('hold-for', parseDuration(args.holdFor), lengthMs.min), lengths),
    holds: args.repeat,
    withinRatio: within('within', read('within', parsePercent(args.within), withinPercent.min), percents) / 100,
  };
  if (!Number.isInteger(args.repeat) || args.repeat < 1 || args.repeat > holdsMax)
    problems.push(notWhole('repeat', args.repeat, { least: 1, most: holdsMax }));
  if (problems.length === 0 && plan !== null) problems.push(...togetherProblems(settings));
  return { settings, problems };
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly print: (value: number) => string;
}

const rates: Bounds = { min: 1, max: limits.ratePerSecondMax, print: printRate };
const lengths: Bounds = { ...lengthMs, print: printDuration };
const percents: Bounds = { ...withinPercent, print: printPercent };

/** The rate that the scenario itself plans on average, which it should be able to bear. */
function defaultFrom(plan: Plan | null, top: number): number {
  if (plan === null) return 1;
  const measured = plan.phases.filter((phase) => !phase.isWarmup);
  const arrivals = measured.reduce((sum, phase) => sum + arrivalsBetween(plan.segments, phase.startMs, phase.endMs), 0);
  const seconds = measured.reduce((sum, phase) => sum + (phase.endMs - phase.startMs) / 1_000, 0);
  const mean = seconds === 0 ? 0 : tidyRate(arrivals / seconds);
  return mean > 0 && mean < top ? mean : tidyRate(top * fromShareOfTop);
}

function togetherProblems({ fromPerSecond, upToPerSecond, stepMs, holdMs }: PeakSettings): readonly string[] {
  const shortestMs = Math.min(stepMs, holdMs);
  const arrivals = (fromPerSecond * shortestMs) / 1_000;
  return [
    ...(fromPerSecond > upToPerSecond
      ? [`--from: ${printRate(fromPerSecond)} is above --up-to ${printRate(upToPerSecond)}. Give a lower --from.`]
      : []),
    ...(arrivals < arrivalsMin
      ? [
          `--step-for, --hold-for: ${printDuration(shortestMs)} at ${printRate(fromPerSecond)} are about ${Math.round(arrivals)} arrivals, and a 99th percentile needs ${arrivalsMin}. Give a longer time or a higher --from.`,
        ]
      : []),
  ];
}
