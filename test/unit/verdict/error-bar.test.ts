/** A time whose error bar reaches across a limit lies on no known side of it: half a second of doubt about the injection is half a second of doubt about what follows. */
import { afterAll, describe, expect, it } from 'vitest';
import { compareWithLimit, reachesAcross } from '../../../src/verdict/error-bar.js';
import { Scratch } from '../../fixtures/scratch.js';
import { faultEvents } from '../../fixtures/synthetic-run.js';
import { killed, killMs, killPlan, KillRuns, outAt } from './kill-run.js';

const scratch = new Scratch();
const runs = new KillRuns(scratch);
afterAll(() => scratch[Symbol.dispose]());

describe('a recovery of 1.5 ± 0.5 s', () => {
  it.each([
    ['recovery_time < 1.5s after kill', 'inconclusive'],
    ['recovery_time < 1.2s after kill', 'inconclusive'],
    ['recovery_time <= 1900ms after kill', 'inconclusive'],
    ['recovery_time < 2100ms after kill', 'pass'],
    ['recovery_time < 900ms after kill', 'fail'],
    ['recovery_time == 0s after kill', 'fail'],
    ['recovery_time == 1.5s after kill', 'inconclusive'],
    ['recovery_time > 0s after kill', 'pass'],
    ['time_to_first_success < 1.5s after kill', 'inconclusive'],
  ] as const)('judges %s as %s', async (gate, verdict) => {
    const { gates } = await runs.judged({ ...slowlySeen, plan: killPlan(`gates: [${gate}]`) });
    expect(gates[0]).toMatchObject({ verdict, observed: '1.5 ± 0.5 s' });
  });

  it('says why nothing is decided', async () => {
    const plan = killPlan('gates: [recovery_time < 1.5s after kill]');
    const { gates, exitCode } = await runs.judged({ ...slowlySeen, plan });
    expect(gates[0]?.reason).toBe(
      'The error bar reaches across the limit. Observed 1.5 ± 0.5 s; the limit is < 1.5 s.',
    );
    expect(exitCode).toBe(121);
  });
});

describe('the error bar of a measured time', () => {
  it('leaves a limit within its reach undecided, from below and from above', () => {
    expect(compareWithLimit(bar(7_990, 50), 8_000)).toBe('undecided');
    expect(compareWithLimit(bar(8_010, 50), 8_000)).toBe('undecided');
    expect(compareWithLimit(bar(7_950, 50), 8_000)).toBe('within');
    expect(compareWithLimit(bar(8_100, 50), 8_000)).toBe('beyond');
  });

  it('does not reach down to zero: whoever suffered at all has a time', () => {
    expect(compareWithLimit(bar(5, 10), 0)).toBe('beyond');
    expect(compareWithLimit(bar(0, 0), 0)).toBe('within');
    expect(compareWithLimit(bar(0, 10), 0)).toBe('undecided');
  });

  it('does not matter without an error', () => {
    expect(reachesAcross(bar(8_000, 0), 8_000, (timeMs) => timeMs < 8_000)).toBe(false);
  });
});

/** Its effect was seen a second after the command. */
const slowlySeen = {
  faults: faultEvents({ ...killed, verifiedMs: killMs + 1_000 }),
  script: outAt([killMs, killMs + 2_000]),
} as const;

function bar(valueMs: number, errorMs: number): { readonly valueMs: number; readonly errorMs: number } {
  return { valueMs, errorMs };
}
