/** When a gate stops a run: when its comparison becomes true and stays so, in its phase, after its grace; and at nothing less. */
import { expect, it } from 'vitest';
import { createAbortGates } from '../../../src/commands/abort-gates.js';
import type { LoadInterval } from '../../../src/model/load-interval.js';
import { planOf } from '../../fixtures/plan.js';

const phases = '[{ name: calm, for: 10s, rate: 100/s }, { name: spike, for: 10s, rate: 100/s }]';
const melting = 'errors.rate > 50%';

it('a gate without a time stops the run in the first second in which it comes true, and is named', () => {
  const watch = watchOf(`{ gate: "${melting}", during: calm, on_breach: abort }`);
  expect(watch(second(1, { errors: 50 }))).toBeNull();
  expect(watch(second(2, { errors: 51 }))).toContain(melting);
});

it('what was observed is told with the gate', () => {
  const watch = createAbortGates(
    planOf({ phases, keys: `client: { threads: 1 }\ngates: [{ gate: "${melting}", during: calm, on_breach: abort }]` }),
  );
  expect(watch(second(1, { errors: 90 }))).toEqual({ gate: `${melting} during calm`, observed: '90 %' });
});

it('a gate is called by the name that the scenario gave it', () => {
  const watch = watchOf(`{ gate: "${melting}", during: calm, on_breach: abort, name: stop-if-melting }`);
  expect(watch(second(1, { errors: 90 }))).toBe('stop-if-melting');
});

it('a gate that fails or warns stops nothing', () => {
  for (const onBreach of ['fail', 'warn']) {
    const watch = watchOf(`{ gate: "${melting}", during: calm, on_breach: ${onBreach} }`);
    expect(watch(second(1, { errors: 90 }))).toBeNull();
  }
});

it('a breach must last as long as the gate says, over all threads', () => {
  const watch = watchOf(`{ gate: "${melting}", during: calm, for: 3s, on_breach: abort }`, 2);
  const reasons = [1, 2, 3].flatMap((atSecond) => [
    watch(second(atSecond, { thread: 0, errors: 90 })),
    watch(second(atSecond, { thread: 1, errors: 90 })),
  ]);
  expect(reasons.slice(0, 4)).toEqual([null, null, null, null]);
  expect(reasons.at(-1)).toContain(melting);
});

it('one good second between the bad ones begins the time anew', () => {
  const watch = watchOf(`{ gate: "${melting}", during: calm, for: 3s, on_breach: abort }`);
  const errors = [90, 90, 50, 90, 90];
  expect(errors.map((each, index) => watch(second(index + 1, { errors: each })))).toEqual(Array(5).fill(null));
  expect(watch(second(6, { errors: 90 }))).toContain(melting);
});

it('a rate is judged by what all threads did in a second, never by one of them alone', () => {
  const watch = watchOf('{ gate: "throughput < 150/s", during: calm, on_breach: abort }', 2);
  expect([0, 1].map((thread) => watch(second(1, { thread })))).toEqual([null, null]);
  expect([0, 1].map((thread) => watch(second(2, { thread })))).toEqual([null, null]);
});

it('a gate looks at its own phase only', () => {
  const watch = watchOf(`{ gate: "${melting}", during: spike, on_breach: abort }`);
  expect(watch(second(9, { errors: 90 }))).toBeNull();
  expect(watch(second(10, { errors: 90 }))).toBeNull();
  expect(watch(second(11, { errors: 90 }))).toContain(melting);
});

it('a gate waits for its grace at the start of its phase', () => {
  const watch = watchOf(`{ gate: "${melting}", during: spike, grace: 4s, on_breach: abort }`);
  expect([11, 12, 13, 14].map((atSecond) => watch(second(atSecond, { errors: 90 })))).toEqual([null, null, null, null]);
  expect(watch(second(15, { errors: 90 }))).toContain(melting);
});

it('of several gates each watches for itself', () => {
  const slow = `{ gate: "${melting}", during: calm, for: 5s, on_breach: abort }`;
  const watch = watchOf(`${slow}, { gate: "dropped > 10", during: calm, on_breach: abort }`);
  expect(watch(second(1, { errors: 90 }))).toBeNull();
  expect(watch(second(2, { errors: 90, dropped: 11 }))).toContain('dropped > 10');
});

function watchOf(gates: string, threads = 1): (interval: LoadInterval) => string | null {
  const watch = createAbortGates(planOf({ phases, keys: `client: { threads: ${threads} }\ngates: [${gates}]` }));
  return (interval) => watch(interval)?.gate ?? null;
}

/** The second of one thread that ends at `atSecond`, with 100 attempts. */
function second(
  atSecond: number,
  {
    thread = 0,
    errors = 0,
    dropped = 0,
  }: { readonly thread?: number; readonly errors?: number; readonly dropped?: number },
): LoadInterval {
  return {
    thread,
    atMs: atSecond * 1_000,
    offered: 100,
    issued: 100,
    acknowledged: 100 - errors,
    aborted: errors,
    inDoubt: 0,
    declined: 0,
    dropped,
    inFlight: 0,
    queued: 0,
    responseTimeMsP50: 2,
    responseTimeMsP99: 9,
    scheduleLagMsP99: 0,
    scheduleLagMsMax: 0,
    eventLoopDelayMsMax: 0,
    garbageCollectionMs: 0,
    errors: { 'connection-lost': errors },
  };
}
