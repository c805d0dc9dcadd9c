/** Reads out of a judged gate what it measures, and finds the stored percentile that comes closest to it. */
import type { Percentiles } from '../../model/percentiles.js';
import type { GateResult } from '../../model/run-record.js';

const indicator = /^(?<metric>[a-z_]+)(?:\.(?<aggregate>avg|max|count|rate|p[\d.]+))?(?<tags>\{)?/u;

export interface Measured {
  readonly metric: string;
  readonly aggregate: string | null;
  /** Whether it speaks of some arrivals only. */
  readonly isOfSome: boolean;
}

export function measuredBy({ gate }: Pick<GateResult, 'gate'>): Measured {
  const { metric = '', aggregate = null, tags } = indicator.exec(gate)?.groups ?? {};
  return { metric, aggregate, isOfSome: tags !== undefined };
}

/** The lowest that is not below it; for a mean the median. Null where the aggregate is no time. */
export function percentileFrom(percentiles: Percentiles, aggregate: string | null): number | null {
  const place = placeOf(aggregate);
  const found = stored.find(([, each]) => place !== null && each >= place);
  return found === undefined ? null : percentiles[found[0]];
}

/** The highest that is not above it; for a mean the median. Null where none is stored, or the aggregate is no time. */
export function percentileUpTo(percentiles: Percentiles, aggregate: string | null): number | null {
  const place = placeOf(aggregate);
  const found = stored.findLast(([, each]) => place !== null && each <= place);
  return found === undefined ? null : percentiles[found[0]];
}

const stored = [
  ['p50', 50],
  ['p90', 90],
  ['p99', 99],
  ['p999', 99.9],
  ['max', 100],
] as const satisfies readonly (readonly [keyof Percentiles, number])[];

function placeOf(aggregate: string | null): number | null {
  if (aggregate === 'avg') return 50;
  if (aggregate === 'max') return 100;
  return aggregate?.startsWith('p') === true ? Number(aggregate.slice(1)) : null;
}
