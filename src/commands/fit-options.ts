/** The options of a fit: how much faster than production, how close, and how much of its rate. All problems at once. */
import type { Argv } from 'yargs';
import { printDuration } from '../kit/duration.js';
import { ToolError } from '../kit/error.js';
import { parsePercent } from '../kit/quantity.js';
import { limits } from '../model/limits.js';

export interface FitArgs {
  readonly speed?: string | undefined;
  readonly within: string;
  readonly scale: string;
  readonly out?: string | undefined;
}

/** Factors that divide a day well, up to a month in ten minutes. */
const speeds = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 60, 90, 120, 144, 180, 240, 360, 480, 720, 1_008, 1_440, 4_320,
];
const runnableMs = 10.5 * 60_000;

export function fitOptions<Args>(parser: Argv<Args>) {
  return parser
    .option('speed', {
      type: 'string',
      requiresArg: true,
      describe:
        'With --from-log: 60x plays an hour in a minute, at the same rates; without it, whatever fits into ten minutes',
    })
    .option('within', {
      type: 'string',
      requiresArg: true,
      default: '5%',
      describe: 'With --from-log: error beyond chance that is allowed, of the mean rate',
    })
    .option('scale', {
      type: 'string',
      requiresArg: true,
      default: '100%',
      describe: "With --from-log: share of production's rates",
    })
    .option('out', { type: 'string', requiresArg: true, describe: 'With --from-log: file for the scenario' });
}

export interface FitSettings {
  /** Null: whatever makes it last about ten minutes. */
  readonly speed: number | null;
  readonly within: number;
  readonly scale: number;
}

/** Throws a ToolError that tells all that is wrong. */
export function readFitOptions({ speed, within, scale }: FitArgs): FitSettings {
  const problems: string[] = [];
  const factor = speed === undefined ? null : Number(/^(\d+(?:\.\d+)?)x?$/u.exec(speed)?.[1] ?? Number.NaN);
  if (factor !== null && !(factor >= 1))
    problems.push(`--speed: "${speed}" is no factor of 1 or more. Write 60x, say.`);
  const share = (option: string, text: string, most: number): number => {
    const percent = parsePercent(text);
    if (!percent.ok) problems.push(`--${option}: ${percent.problem.message} ${percent.problem.remedy}`);
    else if (percent.value <= 0 || percent.value > most)
      problems.push(`--${option}: "${text}" is not above 0% and up to ${most}%.`);
    return percent.ok ? percent.value / 100 : Number.NaN;
  };
  const settings = { speed: factor, within: share('within', within, 100), scale: share('scale', scale, 10_000) };
  if (problems.length > 0)
    throw new ToolError('invalidScenario', problems.join('\n'), 'Correct the options; nothing was read.');
  return settings;
}

/** The least speed at which it lasts about ten minutes. */
export function runnableSpeed(durationMs: number): number {
  return speeds.find((speed) => durationMs / speed <= runnableMs) ?? Math.ceil(durationMs / runnableMs);
}

/** Throws a ToolError for what would last longer than any rehearsal may. */
export function refuseTooLong(durationMs: number, speed: number): void {
  if (durationMs / speed <= limits.durationMsMax) return;
  const message = `At ${speed}x it would last longer than ${printDuration(limits.durationMsMax)}.`;
  throw new ToolError('invalidScenario', message, `Leave --speed out, or give ${runnableSpeed(durationMs)}x.`);
}
