/** The visible stretch of time, shared by all panels, and whoever wants to hear of its changes. */

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RangeStore {
  get(): Range;
  set(range: Range): void;
  reset(): void;
  isZoomed(): boolean;
  /** Shows the last so many milliseconds of what is known, and moves with it. */
  follow(lengthMs: number): void;
  /** The run has gone on to here; nobody is told. */
  grow(durationMs: number, knownMs: number): void;
  onChange(listener: () => void): void;
}

export function createRangeStore(initialMs: number, shortestMs: number): RangeStore {
  const listeners: (() => void)[] = [];
  let durationMs = initialMs;
  let knownMs = initialMs;
  /** Null while everything is shown. */
  let chosen: Range | null = null;
  let followedMs: number | null = null;
  const change = (next: Range | null, lengthMs: number | null = null): void => {
    chosen = next;
    followedMs = lengthMs;
    for (const listener of listeners) listener();
  };
  const get = (): Range => {
    if (followedMs !== null) {
      const toMs = Math.min(durationMs, Math.max(knownMs, followedMs));
      return { fromMs: Math.max(0, toMs - followedMs), toMs };
    }
    return chosen ?? { fromMs: 0, toMs: durationMs };
  };
  return {
    get,
    set: (wanted) => change(clampRange(wanted, durationMs, shortestMs)),
    reset: () => change(null),
    isZoomed: () => get().fromMs > 0 || get().toMs < durationMs,
    follow: (lengthMs) => change(null, lengthMs),
    grow: (nextMs, nextKnownMs) => {
      durationMs = nextMs;
      knownMs = nextKnownMs;
    },
    onChange: (listener) => listeners.push(listener),
  };
}

/** Within the run, at least `shortestMs` long, and in order. */
export function clampRange({ fromMs, toMs }: Range, durationMs: number, shortestMs: number): Range {
  const [low, high] = fromMs <= toMs ? [fromMs, toMs] : [toMs, fromMs];
  const length = Math.min(durationMs, Math.max(shortestMs, high - low));
  const start = Math.min(durationMs - length, Math.max(0, high - low < length ? (low + high - length) / 2 : low));
  return { fromMs: start, toMs: start + length };
}
