/** Calls at each full second of the plan, without drift: what two threads tell of a second is of the same one. */

const secondMs = 1_000;

/** `planMs`: now, on the plan's axis. A second in which the thread stood still is told with the next. */
export function everySecond(planMs: () => number, action: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    const nowMs = planMs();
    // A timer may fire a little early: the second that is nearly over is not told twice.
    const nextMs = (Math.floor((nowMs + secondMs / 2) / secondMs) + 1) * secondMs;
    timer = setTimeout(() => {
      schedule();
      action();
    }, nextMs - nowMs);
  };
  schedule();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
