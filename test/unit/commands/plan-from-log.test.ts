/** `paystorm plan --from-log`, as a user calls it: a file that can be validated, words beside it, and what is refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { createTerminal } from '../../../src/commands/create-terminal.js';
import { runCommandLine } from '../../../src/commands/index.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';

import { totalsLog } from '../../fixtures/production-log.js';
import { Scratch } from '../../fixtures/scratch.js';

describe('a scenario made of a log', () => {
  const scratch = new Scratch();
  const log = scratch.path('2026 Pay-day (eu).csv');
  const hours = Array.from({ length: 3_600 }, (_unused, second) => (second < 1_800 ? 100 : 400));
  beforeAll(() => writeFileSync(log, totalsLog(hours)));
  afterAll(() => scratch[Symbol.dispose]());

  it('is printed, with its words beside it, and lasts about ten minutes where nothing else is said', async () => {
    const { exitCode, out, err } = await plan('--from-log', log);
    expect(exitCode).toBe(0);
    expect(err).toContain('played 6 times as fast');
    expect(
      out
        .split('\n')
        .filter((line) => line.startsWith('#'))
        .join(' '),
    ).toContain('Fitted by paystorm to');
    const { name, traffic } = readScenarioText({ name: 'out.yaml', text: out }, { environment: {} }, createCatalog());
    expect(name).toBe('pay-day-eu');
    expect(traffic.phases.map((phase) => [phase.name, phase.durationMs, phase.settings])).toEqual([
      ['warmup', 5_000, { from: 0, to: 100 }],
      ['at-00-00', 300_000, { rate: 100 }],
      ['at-00-30', 300_000, { rate: 400 }],
    ]);
  });

  it('is written where it is wished, at its speed and scale, and never over another file', async () => {
    const file = scratch.path('hour.yaml');
    const asked = ['--from-log', log, '--speed', '60x', '--scale', '10%', '--out', file];
    expect(await plan(...asked)).toMatchObject({ exitCode: 0, out: '' });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('{ name: at-00-30, for: 30s, rate: 40/s }');
    const again = await plan(...asked);
    expect([again.exitCode, again.err]).toEqual([100, expect.stringContaining('hour.yaml is there already')]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    [
      ['--speed', 'fast', '--within', '5', '--scale', '0%'],
      ['--speed: "fast"', '--within: "5" has no', '--scale: "0%"'],
    ],
    [['--scale', '10000%', '--speed', '1x'], []],
    [['--json'], ['takes neither one nor --json']],
    [['scenarios/quiet.yaml'], ['takes neither one nor --json']],
  ])('with %j is refused for all that is wrong', async (options, said) => {
    const { exitCode, err } = await plan('--from-log', log, ...options);
    for (const each of said) expect(err).toContain(each);
    expect(exitCode).toBe(said.length === 0 ? 0 : 104);
  });

  it('of more than can be driven is refused with the share that can', async () => {
    const huge = scratch.path('huge.csv');
    writeFileSync(huge, totalsLog(hours.map((count) => count * 1_000)));
    const { exitCode, err } = await plan('--from-log', huge);
    expect(exitCode).toBe(104);
    expect(err).toContain('The fit reaches 400k/s, and at most 100k/s can be driven.');
    expect(err).toContain('--scale 25%');
    expect((await plan('--from-log', huge, '--scale', '25%')).exitCode).toBe(0);
  });

  it('needs a log, and its options need it', async () => {
    expect((await plan()).err).toContain('Neither a scenario nor a log is named.');
    expect((await plan('scenarios/quiet.yaml', '--speed', '2x')).err).toContain('belong to --from-log');
    expect((await plan('--from-log', scratch.path('none.csv'))).err).toContain('cannot be read: ENOENT');
  });
});

async function plan(...args: readonly string[]) {
  const said = { out: '', err: '' };
  const terminal = createTerminal({
    isTty: false,
    columns: 80,
    hasColor: false,
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  });
  const { signal } = new AbortController();
  const exitCode = await runCommandLine({ argv: ['plan', ...args], terminal, environment: {}, signal });
  return { exitCode, ...said };
}
