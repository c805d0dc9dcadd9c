/** To what a run's figure is known at best. Runs that did not scatter at all are still no surer than this. */
import type { IndicatorParts } from '../kit/parse-indicator.js';
import { figureValue, type HeldFigures, type LoadBlock } from '../model/sample.js';

/** Buckets of response times are so wide. */
export const bucketWidth = 0.02;
/** The probes beside the load tell times of recovery to so much. */
const probedMs = 50;

/** In the unit of the metric; null where nothing tells it: a share of nobody knows how many arrivals. */
export function resolutionOf(
  { metric, aggregate }: Pick<IndicatorParts, 'metric' | 'aggregate'>,
  sides: readonly HeldFigures[],
): number | null {
  switch (metric) {
    case 'response_time':
    case 'service_time':
      return aggregate === null ? null : largest(sides) * bucketWidth;
    case 'availability':
    case 'in_doubt':
      return oneIn(sides, ({ arrivals }) => arrivals / 100);
    case 'errors':
      return oneIn(sides, ({ attempts }) => attempts / 100);
    case 'goodput':
      return oneIn(sides, ({ lengthMs }) => lengthMs / 1_000);
    default:
      return probedMs;
  }
}

function largest(sides: readonly HeldFigures[]): number {
  const values = sides.flatMap(({ figures }) => figures.map((figure) => Math.abs(figureValue(figure))));
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** What a single payment makes in one run, of the side whose runs hold least; null where no side has blocks. */
function oneIn(sides: readonly HeldFigures[], wholeOf: (block: LoadBlock) => number): number | null {
  const wholes = sides.flatMap(({ blocks, figures }) => {
    const sum = blocks.reduce((total, block) => total + wholeOf(block), 0);
    return sum > 0 ? [sum / figures.length] : [];
  });
  return wholes.length === 0 ? null : 1 / Math.min(...wholes);
}
