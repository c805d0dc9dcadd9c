/** Takes one figure out of the runs of a sample, with the blocks that it can be resampled from. */
import type { IndicatorParts } from '../kit/parse-indicator.js';
import type { SampleRun } from '../model/sample.js';
import type { FigureName, Weighed } from './weigh.js';

/** Runs without the figure are left out. */
export function weighedOf(key: string, { phase }: IndicatorParts, runs: readonly SampleRun[]): Weighed {
  const own = runs.filter(({ measures }) => measures.figures[key] !== undefined);
  return {
    figures: own.flatMap(({ measures }) => measures.figures[key] ?? []),
    blocks: own.flatMap(({ measures }) =>
      (measures.blocks ?? []).filter((block) => phase === null || block.phase === phase),
    ),
    deadlineMs: own[0]?.measures.deadlineMs ?? 0,
  };
}

/** Blocks know phases and no operations, and nothing of faults. */
export function figureName({ metric, aggregate, isTagged, scope }: IndicatorParts): FigureName {
  return { metric, aggregate, isInBlocks: !isTagged && !scope.startsWith('after') };
}
