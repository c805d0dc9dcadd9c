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
  onChange(listener: () => void): void;
}

export function createRangeStore(durationMs: number, shortestMs: number): RangeStore {
  const whole = { fromMs: 0, toMs: durationMs };
  const listeners: (() => void)[] = [];
  let range: Range = whole;
  const change = (next: Range): void => {
    range = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => range,
    set: (wanted) => change(clampRange(wanted, durationMs, shortestMs)),
    reset: () => change(whole),
    isZoomed: () => range.fromMs > 0 || range.toMs < durationMs,
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
