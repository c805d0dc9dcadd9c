/** Silence: no arrivals, so that a fault or a heal can be watched without load. */
import { z } from 'zod';
import type { ShapeKind } from '../../model/shape.js';

const settings = z.strictObject({});

export const pause: ShapeKind<z.output<typeof settings>> = {
  kind: 'pause',
  summary: 'No arrivals at all.',
  settings,
  segments: (_settings, durationMs) => [{ startMs: 0, endMs: durationMs, fromPerSecond: 0, toPerSecond: 0 }],
  describe: () => 'no arrivals',
};
