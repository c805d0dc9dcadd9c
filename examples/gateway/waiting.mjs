/** Waits that end. */

/** Rejects, and tells `onLate`, when it takes longer. */
export async function within(promise, timeoutMs, onLate = () => undefined) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => {
      onLate();
      reject(new Error(`no answer of the database within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
