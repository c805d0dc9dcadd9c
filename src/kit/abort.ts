/** Small tools around AbortSignal: bounded waiting and polling that end when told to. */
import type { Clock } from '../model/clock.js';

export interface PollOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly everyMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks until `probe` is true; resolves to whether it became true within the time. Errors of the probe count as "not yet". */
export async function pollUntil(probe: () => Promise<boolean>, options: PollOptions): Promise<boolean> {
  const endMs = options.clock.nowMs() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    if (await probe().catch(() => false)) return true;
    if (options.clock.nowMs() >= endMs) return false;
    await options.clock.sleep(options.everyMs, { signal: options.signal });
  }
}

/** Rejects with `late()` when the promise has not settled in time; the promise itself goes on. */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  timeoutMs: number,
  late: () => Error,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects with the signal's reason when that comes first; the promise itself goes on. */
export function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A signal that aborts after this time, or with the other one before; disposing it ends both. It is made of a timer, because Node.js 20 may lose an
 * `AbortSignal.timeout` within `AbortSignal.any` to the garbage collector, and then never aborts.
 */
export function deadlineAfter(timeoutMs: number, other?: AbortSignal): Deadline {
  const controller = new AbortController();
  const onLate = (): void =>
    controller.abort(Object.assign(new Error(`It took longer than ${timeoutMs} ms.`), { code: 'ETIMEDOUT' }));
  const timer = setTimeout(onLate, timeoutMs);
  const onOther = (): void => controller.abort(other?.reason);
  if (other?.aborted === true) onOther();
  other?.addEventListener('abort', onOther, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      other?.removeEventListener('abort', onOther);
    },
  };
}
