/** Weighs one figure of two groups of runs, by the best means that their numbers allow. */
import type { Effect, SideOfEffect } from '../model/effect.js';
import { figureValue, type HeldFigures } from '../model/sample.js';
import { varianceOf } from './block-bootstrap.js';
import { blockEstimate, reachOf, type FigureName } from './block-estimate.js';
import { hodgesLehmann } from './hodges-lehmann.js';
import { mannWhitney } from './mann-whitney.js';
import { medianOf } from './median.js';
import { resolutionOf } from './resolution.js';
import { studentTwoSided } from './student.js';

/** So many on both sides, and ranks can rule chance out. */
const ranksFrom = 4;
/** So many on one side, and they tell how one run differs from the next. */
const manyFrom = 5;

/** Both sides must hold a figure. */
export function weigh(name: FigureName, before: HeldFigures, after: HeldFigures): Effect {
  const [first, second] = [before.figures.map(figureValue), after.figures.map(figureValue)];
  const sides = { before: sideOf(before), after: sideOf(after) };
  if (Math.min(first.length, second.length) >= ranksFrom) return byRanks(first, second, sides);
  const resolution = resolutionOf(name, [before, after]);
  const found =
    Math.max(first.length, second.length) >= manyFrom
      ? byRunSpread([first, second], resolution, sides)
      : byBlocks(name, before, after);
  return found ?? { method: 'none', ...sides, shift: shiftOf(sides), ...unknown };
}

type Sides = Pick<Effect, 'before' | 'after'>;

const unknown = { interval: null, pValue: null, pValueMin: 0, pHigher: null, pLower: null } as const;

function sideOf({ figures }: HeldFigures): SideOfEffect {
  const isAtLeast = figures.some((figure) => typeof figure !== 'number');
  return { runs: figures.length, value: medianOf(figures.map(figureValue)), isAtLeast };
}

function shiftOf({ before, after }: Sides): number {
  return after.value - before.value;
}

function byRanks(first: readonly number[], second: readonly number[], sides: Sides): Effect {
  const { pTwoSided, pTwoSidedMin, pHigher, pLower } = mannWhitney(first, second);
  return {
    method: 'ranks',
    ...sides,
    ...hodgesLehmann(first, second),
    pValue: pTwoSided,
    pValueMin: pTwoSidedMin,
    pHigher,
    pLower,
  };
}

/**
 * Student's test with the spread that runs have around the middle of their side: whether a run like these may come out like that one. It takes runs to scatter as errors do, and never by less than their
 * figures are known to: ten runs without an error would otherwise prove nothing against one that fails, since by ranks the least chance of ten against one is 1/11. Null where they did not scatter, and
 * nothing tells what they are known to.
 */
function byRunSpread(
  [first, second]: readonly [readonly number[], readonly number[]],
  resolution: number | null,
  sides: Sides,
): Effect | null {
  const freedom = first.length + second.length - 2;
  const pooled = (varianceOf(first) * (first.length - 1) + varianceOf(second) * (second.length - 1)) / freedom;
  const shift = meanOf(second) - meanOf(first);
  // All the same: nothing that chance could have made look like a difference.
  if (pooled === 0 && shift === 0) return { ...byRanks(first, second, sides), method: 'one-of-many' };
  const spread = Math.max(Math.sqrt(pooled), resolution ?? 0);
  if (spread === 0) return null;
  const standardError = spread * Math.sqrt(1 / first.length + 1 / second.length);
  return { method: 'one-of-many', ...sides, ...tested(shift, standardError, freedom) };
}

/** Null where blocks do not tell it, or are not there. */
function byBlocks(name: FigureName, before: HeldFigures, after: HeldFigures): Effect | null {
  const [first, second] = [blockEstimate(name, before), blockEstimate(name, after)];
  if (first === null || second === null) return null;
  const [one, other] = [first.standardError ** 2, second.standardError ** 2];
  const freedom = (one + other) ** 2 / (one ** 2 / first.freedom + other ** 2 / second.freedom);
  const sides = { before: sideOf(before), after: sideOf(after) };
  return { method: 'blocks', ...sides, ...tested(shiftOf(sides), Math.sqrt(one + other), freedom) };
}

function tested(
  shift: number,
  standardError: number,
  freedom: number,
): Pick<Effect, 'shift' | 'interval' | 'pValue' | 'pValueMin' | 'pHigher' | 'pLower'> {
  const pValue = studentTwoSided(shift / standardError, freedom);
  const reach = reachOf({ standardError, freedom });
  const pHigher = shift > 0 ? pValue / 2 : 1 - pValue / 2;
  return { shift, interval: [shift - reach, shift + reach], pValue, pValueMin: 0, pHigher, pLower: 1 - pHigher };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
