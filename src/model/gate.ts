/** A gate: one executable comparison of a measured indicator with a limit, as data. */
import type { Difference, Facts, HeldFigures } from './sample.js';

export const comparators = ['<', '<=', '==', '>=', '>'] as const;
export type Comparator = (typeof comparators)[number];

export type GateUnit = 'ms' | 'percent' | 'count' | 'per-second' | 'money';

/** What the value is compared with. `offered` relates throughput and goodput to the plan, `baseline` to the time before the first fault, `stored-baseline` to runs of before. */
export type GateLimit =
  | { readonly kind: 'value'; readonly value: number; readonly unit: GateUnit }
  | { readonly kind: 'share-of-offered'; readonly percent: number }
  | {
      readonly kind: 'baseline';
      readonly plusPercent: number;
      readonly floor: { readonly value: number; readonly unit: GateUnit } | null;
    }
  | StoredBaselineLimit;

/** The allowance is on the bad side: above what was before for `<=`, below it for `>=`. */
export interface StoredBaselineLimit {
  readonly kind: 'stored-baseline';
  readonly baseline: string;
  readonly allowedPercent: number;
  readonly floor: { readonly value: number; readonly unit: GateUnit } | null;
  /** What the baseline holds of the metric, put in when the gate is read, so that the journal alone can judge; null until then. */
  readonly held: HeldFigures | null;
  /** What the baseline was measured in, so that the reason can say what is not the same. */
  readonly around?: BaselineSurroundings;
}

export interface BaselineSurroundings {
  readonly runIds: readonly string[];
  readonly toolVersion: string;
  readonly environment: Facts;
  /** Settings in which its scenario differs from that of the gate. */
  readonly scenario: readonly Difference[];
}

export type GateScope =
  | { readonly kind: 'run' }
  | { readonly kind: 'during'; readonly phase: string }
  | { readonly kind: 'after'; readonly fault: string };

export interface Gate {
  /** As written in the scenario. */
  readonly text: string;
  readonly name: string | null;
  readonly metric: string;
  /** `p99`, `max`, `avg`, `count`, … or null where the metric is a single number. */
  readonly aggregate: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly comparator: Comparator;
  readonly limit: GateLimit;
  readonly scope: GateScope;
  /** `within T`: the comparison must hold for the window that ends T after the scope's start. */
  readonly withinMs: number | null;
  /** `for T`: the comparison must hold in each second of T; for an abort gate, of any T. */
  readonly forMs: number | null;
  readonly onBreach: 'fail' | 'warn' | 'abort';
  readonly graceMs: number;
}
