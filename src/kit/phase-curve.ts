/** A phase's rate over time: that of its shape, or of several that come at once. */
import type { RateSegment } from '../model/rate.js';
import type { Catalog } from '../model/registry.js';
import type { PhaseSettings, ShapeSettings } from '../model/scenario.js';
import { sumCurves } from './sum-curves.js';

type Shapes = Pick<Catalog, 'shapes'>;
type Shaped = Pick<PhaseSettings, 'shape' | 'settings' | 'plus' | 'durationMs'>;

/** Everything that adds to the rate, in the order in which it is written. */
export function partsOf({ shape, settings, plus = [] }: Shaped): readonly ShapeSettings[] {
  return [{ shape, settings }, ...plus];
}

/** Segments that cover [0, durationMs) exactly, in order. */
export function curveOf(phase: Shaped, { shapes }: Shapes): readonly RateSegment[] {
  const curves = partsOf(phase).map(({ shape, settings }) => shapes.get(shape).segments(settings, phase.durationMs));
  return sumCurves(curves);
}

export function describeRate(phase: Shaped, { shapes }: Shapes): string {
  return partsOf(phase)
    .map(({ shape, settings }) => shapes.get(shape).describe(settings))
    .join(', plus ');
}
