/** Lets a thread that measures run before the servers that it measures, on whose processors it may sit. On Linux a priority is that of a thread. */
import { getPriority, setPriority } from 'node:os';

/** As `nice` counts: the lower, the sooner. */
const measuring = -10;
const ordinary = 0;

/** Of the calling thread, until it is disposed of. Where it may not, which only root may, what is seen late says so. */
export function raisePriority(): Disposable {
  const before = getPriority();
  tryTo(measuring);
  return { [Symbol.dispose]: () => tryTo(before) };
}

/** What is started from a thread has the thread's priority: servers are not to have that of who measures them. */
export function atOrdinaryPriority<Result>(start: () => Result): Result {
  const before = getPriority();
  if (before >= ordinary) return start();
  tryTo(ordinary);
  try {
    return start();
  } finally {
    tryTo(before);
  }
}

function tryTo(priority: number): void {
  try {
    setPriority(priority);
  } catch {
    // Nothing but punctuality is lost.
  }
}
