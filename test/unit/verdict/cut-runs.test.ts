/** What a run that was cut short may say: what was driven and seen, and nothing of what never came. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inDoubtWhole } from '../../../src/catalog/checks/in-doubt-whole.js';
import { junit } from '../../../src/catalog/reporters/junit.js';
import { terminal } from '../../../src/catalog/reporters/terminal/terminal.js';
import { eventPath, isAttemptFile } from '../../../src/journal/run-directory.js';
import type { LedgerAudit } from '../../../src/model/audit.js';
import type { Evidence } from '../../../src/model/evidence.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { gradeEvidence } from '../../../src/verdict/evidence/grade-evidence.js';
import { judge } from '../../../src/verdict/judge.js';
import { readJournal } from '../../../src/verdict/read-journal.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import {
  answered,
  auditOf,
  endEvents,
  failed,
  faultEvents,
  judgingCatalog,
  nodeAuditOf,
  probesOf,
  writeSyntheticRun,
  type SyntheticRun,
} from '../../fixtures/synthetic-run.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

const stoppedMs = 13_000;
/** Who was due from then on still waited for a connection when the run was stopped. */
const waitingFromMs = 12_600;
const badFromMs = 8_000;
const plan = planOf({
  phases: '[{ name: calm, for: 10s, rate: 200/s }, { name: peak, for: 45s, rate: 200/s }]',
  keys: `faults: [{ name: kill, fault: node-kill, node: jkt-b, at: calm + 8s, heal: 14s }]
gates:
  - availability >= 99.9% during peak
  - response_time.p99 < 1ms during peak
  - response_time.max < 1ms during peak
  - dropped == 0 during peak
  - recovery_time < 8s after kill
  - lost_payments == 0
  - balance_drift == 0
  - availability >= 99.9% during calm`,
});
const options = { hasColor: false, columns: 80, directory: 'reports/x' };

const scratch = new Scratch();
let runs = 0;
afterAll(() => scratch[Symbol.dispose]());

describe('an interrupted run', () => {
  it('says how much of the planned load was driven', async () => {
    const record = await interrupted();
    expect(record.plannedDurationMs).toBe(55_000);
    expect(record.durationMs / 1_000).toBeCloseTo(stoppedMs / 1_000, 1);
    expect(terminal.render(record, options)).toContain('13 s of 55 s of load');
    expect(junit.render(record, options)).toMatch(/<testsuites [^>]*time="1[23]\./u);
  });

  it('was observed until somebody waited in vain: who was never sent is not held against the target', async () => {
    const record = await interrupted();
    expect(record.totals.dropped['interrupted']).toBeGreaterThan(50);
    expect(record.totals.availabilityRatio).toBe(1);
    expect(gateOf(record, 'dropped').verdict).toBe('inconclusive');
  });

  it('fails no gate on a phase that was cut by a share or a percentile, which the rest could have changed', async () => {
    const record = await interrupted();
    expect(gateOf(record, 'response_time.p99')).toMatchObject({ verdict: 'inconclusive' });
    expect(gateOf(record, 'response_time.p99').reason).toContain('observed only until');
  });

  it('leaves open whether it loses anything, in answers as in gates, and says what was seen', async () => {
    const record = await interrupted();
    expect(gateOf(record, 'lost_payments').verdict).toBe('inconclusive');
    expect(record.answers['data-loss']).toMatchObject({ status: 'undecided' });
    expect(record.answers['data-loss'].sentence).toMatch(
      /^In the part of the run that was driven: 0 of 9,000 acknowledged payments lost.*\. The rest was not put to the test\.$/u,
    );
    expect(gateOf(record, 'balance_drift').verdict).toBe('inconclusive');
    expect(record.answers.consistency).toMatchObject({ status: 'undecided' });
  });

  it('that lost something has lost it, whatever the rest would have shown', async () => {
    const lost = { count: 2, money: 700, examples: [] };
    const nodes = [nodeAuditOf('jkt-a', 'authority', { lost })];
    const record = await interrupted({ nodes, lostArrivals: [10, 20] });
    expect(gateOf(record, 'lost_payments').verdict).toBe('fail');
    expect(record.answers['data-loss']).toMatchObject({ status: 'not-met' });
  });

  it('fails a gate on a maximum, which can only have grown', async () => {
    expect(gateOf(await interrupted(), 'response_time.max').verdict).toBe('fail');
  });
});

describe('a run whose runner was killed', () => {
  it('just after the injection says nothing of the recovery', async () => {
    const record = await judged({
      script: (atMs, _index, unit) => [answered(atMs, unit)],
      events: faultEvents({ fault: 'kill', issuedMs: badFromMs, verifiedMs: badFromMs + 50 }),
      killedMs: badFromMs + 1_020,
    });
    expect(record.recoveries[0]).toMatchObject({ recoveryTimeMs: null, timeToFirstSuccessMs: null });
    expect(record.recoveries[0]?.inconclusive).toContain('too soon to see what it did');
    expect(gateOf(record, 'recovery_time').verdict).toBe('inconclusive');
    expect(record.evidenceGrade.sentence).toContain('no recovery time was measured');
  });

  it('in the outage still tells how long that lasted at least', async () => {
    const record = await judged({
      script: (atMs, _index, unit) => [atMs > badFromMs + 10 ? failed(atMs, unit) : answered(atMs, unit)],
      events: faultEvents({ fault: 'kill', issuedMs: badFromMs, verifiedMs: badFromMs + 50 }),
      killedMs: badFromMs + 4_000,
    });
    expect(record.recoveries[0]?.recoveryTimeMs).toMatchObject({ isCensored: true });
    expect(record.recoveries[0]?.recoveryTimeMs?.valueMs).toBeGreaterThan(1_500);
  });
});

it('payments without a record are not said to have been in doubt', () => {
  const attempted = { acknowledged: 1_700, aborted: 0, inDoubt: 0, declined: 0, unrecorded: 17 };
  const { statement } = inDoubtWhole.judge({ audit: auditOf({ attempted }) } as Evidence);
  expect(statement).toContain('0 payments were in doubt and 17 without a record (0.99 % together): 3 turned out');
});

it('a killed run does not say how long others that came later saw nodes missing', async () => {
  const record = await judged({
    script: (atMs, _index, unit) => (atMs > stoppedMs ? [] : [answered(atMs, unit)]),
    events: [
      ...faultEvents({ fault: 'kill', issuedMs: badFromMs, verifiedMs: badFromMs + 50 }),
      { kind: 'instrument', atMs: stoppedMs, eventLoopDelayMsMax: 1, garbageCollectionMs: 0, rssBytes: 1 },
      { kind: 'fault-healed', atMs: 13_400, fault: 'kill', startedMs: 13_200, verifiedMs: 13_400, by: 'watchdog' },
      { kind: 'audited', atMs: 54_500, audit: auditOf() },
    ],
    killedMs: 54_500,
  });
  expect(record.finish).toBe('killed');
  expect(record.recoveries[0]).toMatchObject({ heal: { startedMs: 13_200 }, timeToFullRedundancyMs: null });
});

it('a journal whose beginning is gone is told from a run that never began by the payments beside it', () => {
  const directory = scratch.path('beheaded');
  writeSyntheticRun({
    directory,
    plan,
    probes: [],
    script: (atMs, _index, unit) => [answered(atMs, unit)],
    events: [],
  });
  writeFileSync(eventPath(directory), '');
  expect(toolErrorOf(() => readJournal(directory)).hint).toContain('its beginning was cut off');
  for (const name of readdirSync(directory).filter(isAttemptFile)) rmSync(join(directory, name));
  expect(toolErrorOf(() => readJournal(directory)).hint).toContain('ended before its first payment');
});

describe('the grade of the evidence claims about recovery', () => {
  it('nothing where no recovery time was measured', () => {
    expect(gradeEvidence(1, 0).sentence).not.toContain('percentile');
  });

  it('no more than the measured ones can carry', () => {
    expect(gradeEvidence(20, 9).sentence).toContain(
      'of the 9 measured covers the 95th percentile with a probability of 37 %',
    );
    expect(gradeEvidence(9, 9).sentence).toContain('the longest recovery time covers');
  });
});

function interrupted(audit: Partial<LedgerAudit> = {}): Promise<RunRecord> {
  return judged({
    script: (atMs, _index, unit) => {
      if (atMs > stoppedMs) return [];
      if (atMs < waitingFromMs) return [answered(atMs, unit)];
      return [{ outcome: 'dropped', dropReason: 'interrupted', endMs: stoppedMs }];
    },
    events: [{ kind: 'audited', atMs: 14_000, audit: auditOf(audit) }, ...endEvents(plan, 'interrupted')],
  });
}

async function judged(story: Pick<SyntheticRun, 'script' | 'events' | 'killedMs'>): Promise<RunRecord> {
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  writeSyntheticRun({ directory, plan, probes: probesOf(plan, {}), ...story });
  return judge({ directory, catalog: judgingCatalog() });
}

function gateOf(record: RunRecord, beginning: string): RunRecord['gates'][number] {
  const gate = record.gates.find((each) => each.gate.startsWith(beginning));
  if (gate === undefined) throw new Error(`There is no gate on ${beginning}.`);
  return gate;
}
