/** A simulated rehearsal from the command line: it needs nothing, harms the same payments every time, and never passes for a real one. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberOf } from '../../../src/kit/payment-id.js';
import type { SimulatedTruth } from '../../../src/model/bug.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { CliSite, type CliResult } from '../../fixtures/run-cli.js';

const scenario = 'test/fixtures/scenarios/short-simulated.yaml';

describe('a simulated rehearsal', () => {
  let site: CliSite;
  let first: CliResult;
  beforeAll(async () => {
    site = await CliSite.open();
    first = await site.run('run', scenario, '--out', site.path('first'));
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('finds the planted loss and names it payment by payment', async () => {
    expect(first.exitCode, first.out + first.err).toBe(exitCodes.dataViolation);
    const { reconciliation } = await read<RunRecord>('first/record.json');
    const told = reconciliation?.lost?.payments.map(({ payment }) => payment) ?? [];
    expect(new Set(told)).toEqual(new Set(idsOf(await read<SimulatedTruth>('first/simulated-truth.json'))));
    expect(told.length).toBeGreaterThan(0);
  });

  it('says so wherever it is looked at', async () => {
    expect(first.out).toContain('SIMULATED');
    for (const page of ['report.html', 'summary.md', 'junit.xml']) {
      expect(await readFile(site.path(`first/${page}`), 'utf8'), page).toContain('SIMULATED');
    }
    expect((await read<RunRecord>('first/record.json')).isSimulated).toBe(true);
  });

  it('harms the payments of the same arrivals when it is repeated, and says so in one line', async () => {
    const second = await site.run('run', scenario, '--out', site.path('second'), '--quiet');
    expect(second.out).toMatch(/^[^\n]*SIMULATED[^\n]*\n$/u);
    expect(await harmedArrivals('second')).toEqual(await harmedArrivals('first'));
  });

  it('stands in for a target that this machine does not have', async () => {
    const result = await site.run('run', 'scenarios/node-pause.yaml', '--topology', 'simulated', '--dry-run');
    expect(result.exitCode).toBe(exitCodes.pass);
    expect(result.out).toMatch(/SIMULATED cluster of 3 nodes.*jkt-b in zone b/u);
  });

  async function harmedArrivals(run: string): Promise<ReadonlySet<number>> {
    return new Set(idsOf(await read<SimulatedTruth>(`${run}/simulated-truth.json`)).map(numberOf));
  }

  async function read<Content>(name: string): Promise<Content> {
    return JSON.parse(await readFile(site.path(name), 'utf8')) as Content;
  }
});

function idsOf({ bugs }: SimulatedTruth): readonly number[] {
  return bugs.flatMap(({ harm }) => harm).flatMap(({ payment }) => (payment === null ? [] : [payment]));
}
