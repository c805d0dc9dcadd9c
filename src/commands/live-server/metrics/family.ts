/** A metric as plain data: one name, and a value for each set of labels. Names follow the conventions of Prometheus: base units, and `_total` where it only grows. */

export type Labels = Readonly<Record<string, string>>;

export interface Point {
  readonly labels: Labels;
  readonly value: number;
}

export interface DurationPoint {
  readonly labels: Labels;
  /** By bucket, one longer than the bounds. */
  readonly counts: readonly number[];
  readonly sumSeconds: number;
}

export type Family =
  | {
      readonly kind: 'counter' | 'gauge';
      readonly name: string;
      readonly help: string;
      readonly points: readonly Point[];
    }
  | {
      readonly kind: 'histogram';
      readonly name: string;
      readonly help: string;
      readonly points: readonly DurationPoint[];
    };

export function gauge(name: string, help: string, points: readonly Point[] | number): Family {
  return { kind: 'gauge', name, help, points: pointsOf(points) };
}

export function counter(name: string, help: string, points: readonly Point[] | number): Family {
  return { kind: 'counter', name, help, points: pointsOf(points) };
}

export function point(labels: Labels, value: number): Point {
  return { labels, value };
}

/** One point for each state something can be in: 1 for the one it is in, 0 for all others. */
export function stateSet(
  labels: Labels,
  label: string,
  states: readonly string[],
  now: string | null,
): readonly Point[] {
  return states.map((state) => point({ ...labels, [label]: state }, state === now ? 1 : 0));
}

function pointsOf(points: readonly Point[] | number): readonly Point[] {
  return typeof points === 'number' ? [point({}, points)] : points;
}
