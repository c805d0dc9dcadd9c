/** The port of a shape: a phase's rate over time as straight pieces. */
import type { z } from 'zod';
import type { RateSegment } from './rate.js';

export interface ShapeKind<Settings = unknown> {
  readonly kind: string;
  readonly summary: string;
  readonly settings: z.ZodType<Settings>;
  /** Segments that cover [0, durationMs) exactly, in order. */
  segments(settings: Settings, durationMs: number): readonly RateSegment[];
  /** Why these settings make no sense for a phase of this length, as a sentence; null when they do. */
  problem?(settings: Settings, durationMs: number): string | null;
  describe(settings: Settings): string;
}
