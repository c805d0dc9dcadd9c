/** The options of an exploration, declared, explained and read. */
import type { Argv } from 'yargs';
import { parseDuration } from '../../kit/duration.js';
import { ToolError } from '../../kit/error.js';
import { notWhole } from '../whole-number.js';

export interface ExploreArgs {
  readonly for: string;
  readonly faults?: string | undefined;
  readonly draw?: number | undefined;
}

export interface ExploreWish {
  readonly forMs: number;
  /** Names of kinds; undefined: all. */
  readonly wanted: readonly string[] | undefined;
  readonly only: number | null;
}

const drawMax = 1_000_000;

export function exploreArgs<Args>(parser: Argv<Args>): Argv<Args & ExploreArgs> {
  return parser
    .option('for', {
      type: 'string',
      requiresArg: true,
      default: '1h',
      describe: 'No new episode begins after this time',
    })
    .option('faults', {
      type: 'string',
      requiresArg: true,
      describe: 'Kinds that chance may choose from, such as node-kill,latency (default: all that are possible)',
    })
    .option('draw', {
      type: 'number',
      requiresArg: true,
      describe: 'Play only this draw of the seed: what an exploration found, once more',
    });
}

/** Throws a ToolError with every problem. */
export function readExploreArgs({ for: length, faults, draw }: ExploreArgs): ExploreWish {
  const parsed = parseDuration(length);
  const problems = [
    ...(parsed.ok ? [] : [`--for: ${parsed.problem.message} Expected is ${parsed.problem.expected}.`]),
    ...(draw === undefined || (Number.isInteger(draw) && draw >= 1 && draw <= drawMax)
      ? []
      : [notWhole('draw', draw, { least: 1, most: drawMax })]),
  ];
  if (!parsed.ok || problems.length > 0)
    throw new ToolError('invalidScenario', problems.join('\n  '), 'Such as --for 1h, --draw 17.');
  const wanted = faults?.split(',').map((name) => name.trim());
  return { forMs: parsed.value, wanted, only: draw ?? null };
}
