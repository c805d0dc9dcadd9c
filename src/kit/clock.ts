/** The real clock. Its monotonic origin can be handed to other threads of the process, so that all share one time axis. */
import { performance } from 'node:perf_hooks';
import { hrtime } from 'node:process';
import type { Clock } from '../model/clock.js';

/** `performance.now()` counts from each thread's own start; hrtime is shared, so one reading of both aligns them. */
const alignMs = Number(hrtime.bigint()) / 1e6 - performance.now();

/** Monotonic milliseconds that every thread of this machine agrees on. */
export function monotonicMs(): number {
  return performance.now() + alignMs;
}

export function createSystemClock(originMs: number = monotonicMs()): Clock & { readonly originMs: number } {
  return {
    originMs,
    nowMs: () => monotonicMs() - originMs,
    wallClockIso: () => new Date().toISOString(),
    sleep: (durationMs, options) => sleep(durationMs, options?.signal),
  };
}

function sleep(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, durationMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
