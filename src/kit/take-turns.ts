/** Lets one thing happen at a time, in the order in which it was asked for: for state that two callers must not change side by side. */

export type TakeTurn = <Value>(act: () => Promise<Value>) => Promise<Value>;

export function createTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    // The next one waits for the end of this one, whatever end that is; its caller learns of a failure.
    last = mine.catch(() => undefined);
    return mine;
  };
}
