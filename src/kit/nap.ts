/** Sleeps that no timer can do: a timer counts whole milliseconds, and whoever waits for the shortest of them may have waited for two. */
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Stops the whole thread, good to some 0.05 ms. What arrives meanwhile is there when it wakes up. */
export function nap(durationMs: number): void {
  Atomics.wait(cell, 0, 0, durationMs);
}
