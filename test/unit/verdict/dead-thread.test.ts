/** A load thread that dies takes its share of the payments with it: that is the instrument's end, and no outage of the target. */
import { afterAll, describe, expect, it } from 'vitest';
import type { LedgerAudit } from '../../../src/model/audit.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { judge } from '../../../src/verdict/judge.js';
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
  type Script,
} from '../../fixtures/synthetic-run.js';

const deathMs = 20_000;
const stoppedMs = 21_000;
const plan = planOf({
  phases: '[{ name: steady, for: 40s, rate: 200/s }]',
  keys: `faults: [{ name: kill, fault: node-kill, node: jkt-b, at: steady + 12s, heal: 20s }]
gates:
  - availability >= 99.9% during steady
  - response_time.max < 1ms during steady
  - recovery_time < 3s after kill
  - lost_payments == 0`,
});
const { threads } = plan.scenario.client;

const scratch = new Scratch();
let runs = 0;
afterAll(() => scratch[Symbol.dispose]());

describe('a run in which a load thread died', () => {
  it('was observed until all threads had written down what they saw', async () => {
    const record = await judged(dyingAmid(() => true));
    expect(record.totals.availabilityRatio).toBe(1);
    expect(record.durationMs).toBeLessThan(stoppedMs + 100);
  });

  it('is inconclusive, with the instrument as the reason, although payments stopped', async () => {
    const record = await judged(dyingAmid((atMs) => atMs < 12_000 || atMs > 18_000));
    expect(record.exitCode).toBe(121);
    expect(record.reasons[0]).toBe('A load thread died, so a share of the payments was never sent.');
    expect(record.reasons.filter((reason) => reason === record.reasons[0])).toHaveLength(1);
    expect(record.gates.map(({ verdict }) => verdict)).not.toContain('fail');
    expect(record.gates[0]).toMatchObject({ verdict: 'inconclusive' });
    expect(record.answers.downtime.status).toBe('undecided');
  });

  it('names what it died of', async () => {
    const record = await judged(
      dyingAmid(() => true),
      auditOf(),
      'no space left on device.',
    );
    expect(record.reasons[0]).toBe(
      'A load thread died, so a share of the payments was never sent: no space left on device.',
    );
  });

  it('still fails by a lost payment', async () => {
    const lost = { count: 1, money: 10, examples: [] };
    const audit = auditOf({ nodes: [nodeAuditOf('jkt-a', 'authority', { lost })] });
    const record = await judged(
      dyingAmid(() => true),
      audit,
    );
    expect(record.gates[3]).toMatchObject({ verdict: 'fail' });
    expect(record.exitCode).toBe(120);
  });
});

/** The last thread writes nothing from its death on, and the others are stopped a second later. */
function dyingAmid(isServed: (atMs: number) => boolean): Script {
  return (atMs, index, unit) => {
    const isDead = index % threads === threads - 1 && atMs > deathMs;
    if (isDead || atMs > stoppedMs) return [];
    return [isServed(atMs) ? answered(atMs, unit) : failed(atMs, unit)];
  };
}

async function judged(script: Script, audit: LedgerAudit = auditOf(), death?: string): Promise<RunRecord> {
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  const events = [
    ...faultEvents({ fault: 'kill', issuedMs: 12_000, verifiedMs: 12_010 }),
    { kind: 'audited', atMs: 41_000, audit } as const,
    ...endEvents(plan, 'thread-died').map((event) =>
      event.kind === 'load-finished' && death !== undefined ? { ...event, death } : event,
    ),
  ];
  writeSyntheticRun({ directory, plan, script, probes: probesOf(plan, {}), events });
  return judge({ directory, catalog: judgingCatalog() });
}
