/** Keeps what the page was told of the run: columns that grow, and what lies beside them. */
import type { LiveFacts, LiveMessage, LivePart } from '../../live/live-data.js';
import type { Column, Columns, TimelineSource } from '../series.js';

export interface LiveStore {
  readonly source: TimelineSource;
  /** Null until the page was told anything. */
  facts(): LiveFacts | null;
  part(): LivePart | null;
  take(message: Exclude<LiveMessage, { readonly kind: 'end' }>): void;
}

const nothing: Column = [];

export function createLiveStore(): LiveStore {
  let facts: LiveFacts | null = null;
  let part: LivePart | null = null;
  let columns = new Map<string, (number | null)[]>();
  const count = (): number => Math.max(0, ...[...columns.values()].map(({ length }) => length));
  const asked = (): Columns => {
    return { stepMs: part?.stepMs ?? 1_000, startMs: 0, count: count(), get: (name) => columns.get(name) ?? nothing };
  };
  return {
    facts: () => facts,
    part: () => part,
    take: (message) => {
      if (message.kind === 'whole') {
        facts = message.facts;
        columns = new Map();
      }
      part = message.part;
      for (const [name, values] of Object.entries(part.columns))
        replaceFrom(columns, name, { first: part.first, values });
    },
    source: {
      isLive: true,
      columns: asked,
      facts: () => ({
        durationMs: part?.durationMs ?? 1_000,
        loadEndMs: Number.POSITIVE_INFINITY,
        errorClasses: part?.errorClasses ?? [],
        replicas: [],
        phases: facts?.phases ?? [],
        faults: part?.faults ?? [],
        heatMap: null,
      }),
    },
  };
}

/** A column that comes late, as of an error that has just come up, was zero before. */
function replaceFrom(
  columns: Map<string, (number | null)[]>,
  name: string,
  { first, values }: { readonly first: number; readonly values: readonly (number | null)[] },
): void {
  const column = columns.get(name) ?? Array.from({ length: first }, () => 0);
  columns.set(name, column);
  column.length = Math.min(column.length, first);
  for (const value of values) column.push(value);
}
