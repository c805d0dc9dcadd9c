/** Takes one figure out of runs, with the blocks that it can be resampled from. */
import { indicatorParts } from '../kit/parse-indicator.js';
import type { HeldFigures, LoadBlock, SampleRun } from '../model/sample.js';

/** Runs without the figure are left out, and counted; none may have it. */
export function heldFigures(key: string, runs: readonly Pick<SampleRun, 'measures'>[]): HeldFigures {
  const { phase, isTagged, scope } = indicatorParts(key);
  const own = runs.filter(({ measures }) => measures.figures[key] !== undefined);
  // Blocks know phases and no operations, and nothing of faults.
  const isInBlocks = !isTagged && !scope.startsWith('after');
  const isInScope = (block: LoadBlock): boolean => isInBlocks && (phase === null || block.phase === phase);
  const missing = runs.length - own.length;
  return {
    ...(missing === 0 ? {} : { missing }),
    figures: own.flatMap(({ measures }) => measures.figures[key] ?? []),
    blocks: own.flatMap(({ measures }) => (measures.blocks ?? []).filter(isInScope)),
    deadlineMs: own[0]?.measures.deadlineMs ?? 0,
    scheduleLag: {
      typicalMs: Math.max(0, ...own.map(({ measures }) => measures.scheduleLag.typicalMs)),
      worstMs: Math.max(0, ...own.map(({ measures }) => measures.scheduleLag.worstMs)),
    },
  };
}
