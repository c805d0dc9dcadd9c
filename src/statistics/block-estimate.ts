/** How far the figure of one side may lie off: by what varies within its runs, by how far they agree, and by how punctual their generator was. */
import type { IndicatorParts } from '../kit/parse-indicator.js';
import { figureValue, type HeldFigures, type ScheduleLag } from '../model/sample.js';
import { bootstrap, varianceOf, type Estimate } from './block-bootstrap.js';
import { figureOfBlocks, readBlock } from './pooled-blocks.js';
import { studentQuantile } from './student.js';

export type FigureName = Pick<IndicatorParts, 'metric' | 'aggregate'>;

/** Null where blocks do not tell it, or are not there. */
export function blockEstimate(name: FigureName, side: HeldFigures): Estimate | null {
  const figure = figureOfBlocks(name.metric, name.aggregate);
  if (figure === null) return null;
  const blocks = side.blocks.map((block) => readBlock(block, side.deadlineMs));
  const found = bootstrap(blocks, figure);
  return found === null ? null : widened(found, name, side);
}

/** The half width of the interval that holds the figure with 95 % confidence. */
export function reachOf({ standardError, freedom }: Pick<Estimate, 'standardError' | 'freedom'>): number {
  return studentQuantile(0.05, freedom) * standardError;
}

/** A run's figure is known no better than runs of its side agree; and of a time, no better than the generator was punctual, whose lag is taken for two standard errors. */
function widened(estimate: Estimate, name: FigureName, side: HeldFigures): Estimate {
  const between = varianceOf(side.figures.map(figureValue)) / side.figures.length;
  const lag = (lagMs(name, side.scheduleLag) / 2) ** 2;
  return { ...estimate, standardError: Math.sqrt(Math.max(estimate.standardError ** 2, between) + lag) };
}

/** One bad second moves the tail, and not the middle. */
function lagMs({ metric, aggregate }: FigureName, { typicalMs, worstMs }: ScheduleLag): number {
  if (metric !== 'response_time') return 0;
  return Number(aggregate?.slice(1)) > 90 ? worstMs : typicalMs;
}
