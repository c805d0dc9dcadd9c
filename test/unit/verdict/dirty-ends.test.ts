/** Runs that end badly: a target that was not put right again, and payments that had not come back. */
import { afterAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import { Scratch } from '../../fixtures/scratch.js';
import { answered, failed, faultEvents, syntheticRunId, type Script } from '../../fixtures/synthetic-run.js';
import { healMs, killed, killMs, killPlan, KillRuns, outAt } from './kill-run.js';

const scratch = new Scratch();
const runs = new KillRuns(scratch);
afterAll(() => scratch[Symbol.dispose]());

describe('a heal that failed', () => {
  it('ends the run with its own exit code, and the reasons begin with it', async () => {
    const record = await runs.judged({ faults: healFailed });
    expect(exitCodes.healFailed).toBe(123);
    expect(record.exitCode).toBe(123);
    expect(record.reasons[0]).toBe(
      'The fault "kill" could not be healed: jkt-b did not start. The target is left dirty: run "paystorm heal".',
    );
  });

  it.each([
    ['its heal', faultEvents({ ...killed, healMs })],
    ['the fault', []],
  ])('is told although the journal could not tell of %s, because its runner knows', async (_what, faults) => {
    const record = await runs.judged({ faults, injected: [{ runId: syntheticRunId, fault: 'kill' }] });
    expect(record.exitCode).toBe(123);
    expect(record.reasons[0]).toMatch(/^The fault "kill" could not be healed: .* The target is left dirty/u);
  });

  it('is told once, with its reason, when both the journal and its runner know', async () => {
    const { reasons } = await runs.judged({ faults: healFailed, injected: [{ runId: syntheticRunId, fault: 'kill' }] });
    expect(reasons.filter((reason) => reason.includes('could not be healed'))).toEqual([
      expect.stringContaining('jkt-b did not start'),
    ]);
  });

  it('of another run does not count', async () => {
    const { exitCode } = await runs.judged({ injected: [{ runId: 'another', fault: 'kill' }] });
    expect(exitCode).not.toBe(123);
  });

  it('is forgotten once a later try worked', async () => {
    const later: JournalEvent = {
      kind: 'fault-healed',
      atMs: 59_000,
      fault: 'kill',
      startedMs: 58_000,
      verifiedMs: 59_000,
      by: 'heal',
    };
    const record = await runs.judged({ faults: [...healFailed, later] });
    expect(record.exitCode).not.toBe(123);
    expect(record.reasons.join(' ')).not.toContain('could not be healed');
  });
});

it('a member that did not come back is told, also where every gate holds', async () => {
  const left: JournalEvent = { kind: 'trouble', atMs: 59_000, text: 'Not all nodes came back: jkt-b stands aside' };
  const usual = await runs.judged({ faults: faultEvents({ ...killed, healMs }) });
  const record = await runs.judged({ faults: [...faultEvents({ ...killed, healMs }), left] });
  expect(record.reasons).toEqual([...usual.reasons, 'Trouble: Not all nodes came back: jkt-b stands aside.']);
  expect(record.exitCode).toBe(usual.exitCode);
});

describe('payments that had not come back when observation ended', () => {
  const plan = killPlan('gates: [recovery_time < 50s after kill]');

  it('fail a gate on the recovery time, although the limit was not reached yet', async () => {
    const { gates, answers } = await runs.judged({ plan, script: outAt([killMs, 60_000]) });
    expect(gates[0]).toMatchObject({ verdict: 'fail' });
    expect(gates[0]?.reason).toContain('not over when observation ended');
    expect(answers.downtime.status).toBe('not-met');
  });

  it.each([
    ['outage < 50s after kill', [killMs, 60_000]],
    ['outage < 10s after kill', [killMs, 60_000]],
    ['outage < 50s after kill', [55_000, 60_000]],
  ] as const)('fail %s when they stand still from %s on: it lasted at least until then', async (gate, stretch) => {
    const faults = faultEvents(killed);
    const { gates } = await runs.judged({ plan: killPlan(`gates: [${gate}]`), faults, script: outAt(stretch) });
    expect(gates[0]).toMatchObject({ verdict: 'fail', observed: expect.stringMatching(/^≥ /u) as string });
  });

  it('fail a gate on a brownout that was not over either', async () => {
    const brownout = killPlan('gates: [brownout < 50s after kill]');
    const { gates } = await runs.judged({ plan: brownout, faults: faultEvents(killed), script: limpingAtTheEnd });
    expect(gates[0]).toMatchObject({ verdict: 'fail', observed: expect.stringMatching(/^≥ /u) as string });
  });

  it('leave the gate open when too little was seen of what followed', async () => {
    const { gates } = await runs.judged({ plan, script: outAt([killMs, 56_000]) });
    expect(gates[0]).toMatchObject({ verdict: 'inconclusive' });
  });
});

const limpingAtTheEnd: Script = (atMs, index, unit) => {
  return [atMs > 50_000 && index % 10 === 0 ? failed(atMs, unit) : answered(atMs, unit)];
};

const healFailed: readonly JournalEvent[] = [
  ...faultEvents({ ...killed, healMs }),
  { kind: 'heal-failed', atMs: 50_000, fault: 'kill', reason: 'jkt-b did not start.' },
];

it('a service that never recovered has no steady state either: at least as long as it was watched', async () => {
  const { timeToSteadyStateMs, recoveryTimeMs } = await runs.recoveryOf({ script: outAt([killMs, 60_000]) });
  expect(recoveryTimeMs?.isCensored).toBe(true);
  expect(timeToSteadyStateMs).toEqual({ ...recoveryTimeMs, errorMs: 0 });
});
