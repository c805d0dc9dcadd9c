import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { PeakRecord } from '../../../src/model/peak.js';
import { CliSite } from '../../fixtures/run-cli.js';
import { serversUnder } from '../../fixtures/servers-under.js';

const simulated = 'test/fixtures/scenarios/short-peak.yaml';
const single = 'scenarios/steady-single.yaml';
const holdMs = 3_000;
const brief = ['--step-for', '2s', '--hold-for', `${holdMs}ms`, '--repeat', '1', '--within', '25%'];

describe('a search for the peak', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('of a MariaDB that bears all that is asked says that it bears at least that', async () => {
    const out = site.path('easy');
    const {
      exitCode,
      out: said,
      err,
    } = await site.run('find-peak', single, ...brief, '--from', '100/s', '--up-to', '200/s', '--out', out);
    expect(exitCode, said + err).toBe(exitCodes.pass);
    expect(said.replace(/\s+/gu, ' ')).toContain('its peak is at least that');
    const { findings, steps, state } = await recordIn(out);
    expect(state).toBe('finished');
    expect(findings).toMatchObject({ end: 'up-to', heldPerSecond: 200, isLowerBound: true });
    expect(steps.map(({ purpose, ratePerSecond }) => `${purpose} ${ratePerSecond}`).slice(-1)).toEqual(['hold 200']);
    expect(await readdir(out)).toEqual(expect.arrayContaining(['peak.json', 'peak.md', 'run-01', 'run-02', 'run-03']));
    expect(await readdir(`${out}/run-03`)).toEqual(expect.arrayContaining(['events.ndjson', 'report.html']));
    expect(await serversUnder(site.directory)).toEqual([]);
  });

  // These mostly wait, and are no trouble to each other.
  it.concurrent(
    'finds what four connections can do when every statement takes a known time, and whose limit that is',
    async () => {
      const out = site.path('known');
      const {
        exitCode,
        out: said,
        err,
      } = await site.run('find-peak', simulated, ...brief, '--from', '50/s', '--out', out);
      expect(exitCode, said + err).toBe(exitCodes.pass);
      const { findings, steps } = await recordIn(out);
      expect(findings).toMatchObject({ end: 'peak', isLowerBound: true });
      expectLimitOfConnections({ findings, steps, bearableMs: 500 });
      expect(
        steps
          .filter(({ outcome }) => outcome === 'failed')
          .every(({ clientBusyRatio }) => (clientBusyRatio ?? 0) < 0.9),
      ).toBe(true);
      // Far above the limit arrivals get no connection; at the limit some of them wait for one a little longer than the gate bears.
      expect(steps.some(({ withoutConnection }) => withoutConnection > 0)).toBe(true);
      expect(findings.cautions.join(' ')).toContain("of the scenario's 4 connections");
      expect(said).toContain('SIMULATED');
    },
  );

  it.concurrent(
    'knows that limit by the queue alone, where a gate on response time fails before anybody is dropped',
    async () => {
      const out = site.path('queued');
      const slow = 'gates=[response_time.p99 < 250ms during steady]';
      const patient = ['--set', 'client.deadline=5s', '--set', 'traffic.drain=5s', '--set', slow];
      const args = ['find-peak', simulated, ...brief, ...patient, '--from', '50/s', '--out', out];
      const { exitCode, out: said, err } = await site.run(...args);
      expect(exitCode, said + err).toBe(exitCodes.pass);
      const { findings, steps } = await recordIn(out);
      expect(findings).toMatchObject({ end: 'peak', isLowerBound: true });
      expectLimitOfConnections({ findings, steps, bearableMs: 250 });
      expect(steps.map(({ withoutConnection }) => withoutConnection)).toEqual(steps.map(() => 0));
      expect(findings.cautions.join(' ')).toContain("until one of the scenario's 4 connections was free");
    },
  );

  it.concurrent('ends at once with 120 where payments are lost', async () => {
    const bug = 'target.bugs=[{ bug: lose-commit, share: 10% }]';
    const { exitCode, out: said } = await site.run(
      'find-peak',
      simulated,
      ...brief,
      '--set',
      bug,
      '--out',
      site.path('lost'),
    );
    expect(exitCode).toBe(exitCodes.dataViolation);
    expect(said).toContain('The search ended at once in step 1');
    expect((await recordIn(site.path('lost'))).steps).toHaveLength(1);
  });

  it.concurrent('keeps what was measured at Ctrl-C, exits with 105, and goes on with the same command', async () => {
    const out = site.path('stopped');
    const args = ['find-peak', simulated, ...brief, '--up-to', '100/s', '--from', '60/s', '--out', out];
    const run = site.start(...args);
    await run.said(/^step 1: /mu);
    run.child.kill('SIGINT');
    const { exitCode, out: said, err } = await run.result;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(said).toContain('The search was stopped');
    expect(err).toContain('goes on from there');
    const before = await recordIn(out);
    expect((await site.run(...args)).exitCode).toBe(exitCodes.pass);
    const after = await recordIn(out);
    expect(after.steps[0]).toEqual(before.steps[0]);
    expect(after.findings.end).toBe('up-to');
  });
});

async function recordIn(directory: string): Promise<PeakRecord> {
  return JSON.parse(await readFile(`${directory}/peak.json`, 'utf8')) as PeakRecord;
}

/** A connection carries one payment after another: in a second as many as their service time leaves room for. A step during which the machine was busy tells a longer one: the shortest counts. */
function expectLimitOfConnections({ findings: { sentence, heldPerSecond }, steps, bearableMs }: Searched): void {
  expect(sentence).toContain("The scenario's 4 connections carry up to");
  const serviceTimeMs = Math.min(...steps.map(({ serviceTimeMsP50 }) => serviceTimeMsP50 ?? Number.POSITIVE_INFINITY));
  // A transfer takes six answers at least, 2 ms each.
  expect(serviceTimeMs).toBeGreaterThanOrEqual(6 * 2);
  const capacityPerSecond = (4 * 1_000) / serviceTimeMs;
  // What fails may lie above by the tolerance of 25 %; the rest is for a machine with other work.
  expect(heldPerSecond).toBeGreaterThanOrEqual(capacityPerSecond * 0.6);
  // Of a little too much a queue grows, which fails the gate only when its wait is longer than is borne, at the end of the hold.
  expect(heldPerSecond).toBeLessThanOrEqual(capacityPerSecond * (1.02 + bearableMs / holdMs));
  expect(steps.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThanOrEqual(4);
  expect(steps.some(({ outcome }) => outcome === 'failed')).toBe(true);
}

interface Searched {
  readonly findings: PeakRecord['findings'];
  readonly steps: PeakRecord['steps'];
  /** How long an arrival may wait before it fails the gate. */
  readonly bearableMs: number;
}
