/** The pacer lets arrivals go at their time: never early, never fewer because it was late, none after it was stopped. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pacer } from '../../../../src/catalog/engines/words/pacer.js';

/** A day by hand: timers and the clock they are checked against move together; naps are added to what the clock says. */
const slept = vi.hoisted(() => ({ ms: 0 }));
vi.mock('../../../../src/kit/nap.js', () => ({ nap: (durationMs: number) => void (slept.ms += durationMs) }));
beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  // Nothing else is to be done in this thread.
  vi.stubGlobal('setImmediate', (act: () => void) => act());
  slept.ms = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const nowMs = (): number => Math.round((Date.now() + slept.ms) * 1_000) / 1_000;

interface Stage {
  readonly pacer: Pacer;
  /** `index@planned going`, in order; `end` when no further arrival will come. */
  readonly happened: string[];
}

interface StageOptions {
  readonly planMs?: () => number;
  readonly onDue?: (index: number, pacer: Pacer) => void;
  readonly couldBeSent?: boolean;
}

function stageOf(times: readonly number[], options: StageOptions = {}): Stage {
  const planMs = options.planMs ?? nowMs;
  const happened: string[] = [];
  let next = -1;
  const pacer: Pacer = new Pacer({
    arrivals: {
      get index() {
        return next;
      },
      get intendedStartMs() {
        return times[next] as number;
      },
      next: () => (next += 1) < times.length,
    },
    planMs,
    onDue: (index, intendedStartMs) => {
      happened.push(`${index}@${intendedStartMs} ${planMs()}`);
      options.onDue?.(index, pacer);
    },
    couldBeSent: () => options.couldBeSent ?? true,
    onExhausted: () => happened.push('end'),
  });
  return { pacer, happened };
}

it('lets each arrival go at its time, and says when there are no more', () => {
  const { pacer, happened } = stageOf([0, 10, 10.25, 35]);
  pacer.start();
  vi.advanceTimersByTime(100);
  expect(happened).toEqual(['0@0 0', '1@10 10', '2@10.25 10.25', '3@35 35', 'end']);
});

it('does not stop the thread for an arrival that would have to wait for a connection', () => {
  const { pacer, happened } = stageOf([0, 10, 10.25, 35], { couldBeSent: false });
  pacer.start();
  vi.advanceTimersByTime(100);
  expect(happened).toEqual(['0@0 0', '1@10 10', '2@10.25 11', '3@35 35', 'end']);
  expect(slept.ms).toBe(0);
});

it('lets go what is due when somebody who holds the thread asks for it', () => {
  const { pacer, happened } = stageOf([10, 20]);
  pacer.start();
  vi.setSystemTime(15);
  pacer.letGo();
  expect(happened).toEqual(['0@10 15']);
  vi.advanceTimersByTime(10);
  expect(happened).toEqual(['0@10 15', '1@20 23', 'end']);
});

it('waits for the start of the plan', () => {
  const { pacer, happened } = stageOf([0, 5], { planMs: () => nowMs() - 300 });
  pacer.start();
  vi.advanceTimersByTime(297);
  expect(happened).toEqual([]);
  vi.advanceTimersByTime(8);
  expect(happened).toEqual(['0@0 0', '1@5 5', 'end']);
});

it('lets all go at once that came due while the thread stood still, with the times they were planned for', () => {
  const { pacer, happened } = stageOf([10, 20, 30, 2_000]);
  pacer.start();
  vi.setSystemTime(1_500);
  vi.advanceTimersByTime(10);
  expect(happened).toEqual(['0@10 1508', '1@20 1508', '2@30 1508']);
  vi.advanceTimersByTime(490);
  expect(happened.slice(3)).toEqual(['3@2000 2000', 'end']);
});

it('lets none go early when a timer fires before the clock is there', () => {
  const { pacer, happened } = stageOf([100], { planMs: () => nowMs() * 0.9 });
  pacer.start();
  vi.advanceTimersByTime(107);
  expect(happened).toEqual([]);
  vi.advanceTimersByTime(5);
  expect(happened).toEqual([expect.stringContaining('0@100'), 'end']);
});

it('says at once that an empty plan has no arrivals', () => {
  const { pacer, happened } = stageOf([]);
  pacer.start();
  expect(happened).toEqual(['end']);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets none go once it is stopped', () => {
  const { pacer, happened } = stageOf([0, 10, 20]);
  pacer.start();
  vi.advanceTimersByTime(12);
  pacer.stop();
  vi.advanceTimersByTime(100);
  expect(happened).toEqual(['0@0 0', '1@10 10']);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets none go once it is stopped by what an arrival brings about, also of those due already', () => {
  const { pacer, happened } = stageOf([0, 0, 0, 10], { onDue: (index, own) => index === 1 && own.stop() });
  pacer.start();
  vi.advanceTimersByTime(100);
  expect(happened).toEqual(['0@0 0', '1@0 0']);
  expect(vi.getTimerCount()).toBe(0);
});
