/** Gates against a baseline: refused before the run where it cannot answer, judged with the chance of it, and judged again from the journal alone. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { GateResult, RunRecord } from '../../../../src/model/run-record.js';
import { ScenarioProblems } from '../../../../src/scenario/problem.js';
import { StoredRuns } from '../../../fixtures/stored-runs.js';

let runs: StoredRuns;
beforeAll(async () => {
  runs = new StoredRuns();
  for (const number of [1, 2, 3, 4, 5, 6]) await runs.store(`before/${number}`, number / 10);
  await save('main', 'before');
  await save('single', 'before/1');
  await runs.store('other', 0, runs.planOf('', '60/s'));
  await save('other', 'other');
});
afterAll(() => runs[Symbol.dispose]());

const p50 = 'response_time.p50 <= baseline(main) + 10% floor 2ms during only';

describe('judged by a file of gates', () => {
  it.each([
    ['like those before', 0.4, p50, 'pass', exitCodes.pass],
    ['20 ms slower', 20, p50, 'fail', exitCodes.gateFailed],
    [
      '20 ms faster than a bound from below allows',
      -1,
      'response_time.p50 >= baseline(main) - 10% during only',
      'fail',
      exitCodes.gateFailed,
    ],
    ['20 ms slower than the only run before', 20, p50.replace('main', 'single'), 'fail', exitCodes.gateFailed],
  ])('a run that is %s: %d ms', async (_how, addedMs, gate, verdict, exitCode) => {
    const [found, code] = await judged('run', addedMs, gate);
    expect([found.verdict, code]).toEqual([verdict, exitCode]);
    if (verdict === 'fail') expect(found.reason).toMatch(/More than chance does \(p (?:=|<) [\d.]+, by /u);
  });

  it('beyond the limit, and no further than runs differ by chance, is inconclusive: neither a breach nor a pass', async () => {
    const [found, code] = await judged('run', 0.75, p50.replace('+ 10% floor 2ms', '+ 1%'));
    expect([found.verdict, code]).toEqual(['inconclusive', exitCodes.inconclusive]);
    expect(found.reason).toMatch(/^Beyond the limit, and chance alone may have done that \(p = 0\.\d+, by the spread/u);
  });

  it('says what was compared', async () => {
    const [{ limit, limitValue }] = await judged('run', 0, p50);
    expect(limit).toMatch(/^<= 6\.\d+ ms \(main: 4\.\d+ ms in 6 runs, and the allowance\)$/u);
    expect(limitValue).toBeCloseTo(6.35, 0);
  });
});

it('a scenario carries what its gate was promised: the journal is judged without the file', async () => {
  await save('short-lived', 'before');
  const plan = runs.planOf(`gates: ["${p50.replace('main', 'short-lived')}"]`);
  rmSync(`${runs.baselines}/short-lived.json`);
  const directory = await runs.store('carried', 20, plan);
  const record = JSON.parse(readFileSync(`${directory}/record.json`, 'utf8')) as RunRecord;
  expect(record.gates[0]).toMatchObject({
    verdict: 'fail',
    limit: expect.stringContaining('short-lived: 4.') as string,
  });
});

describe('is refused before the run', () => {
  it.each([
    [
      'nowhere',
      'response_time.p50 <= baseline(mian) + 10% during only',
      /no baseline "mian".*\n?.*/u,
      'Did you mean "main"?',
    ],
    [
      'of another rehearsal',
      'response_time.p50 <= baseline(other) during only',
      /of another rehearsal: traffic\.phases\.only/u,
      'Save one of this scenario',
    ],
    [
      'without that figure',
      'response_time.p42 <= baseline(main) during only',
      /holds no response_time\.p42 during only/u,
      'Ask for what it holds',
    ],
    [
      'with a window',
      'response_time.p50 <= baseline(main) during only for 5s',
      /whole phases, and no windows/u,
      'Remove "for"',
    ],
    [
      'about money',
      'lost_payments <= baseline(main)',
      /"lost_payments" is not compared with stored runs/u,
      'lost_payments == 0',
    ],
    ['for equality', 'response_time.p50 == baseline(main) during only', /No two runs are equal/u, 'Write <='],
    ['under no name', 'response_time.p50 <= baseline(a b) during only', /"a b" is no name/u, 'baseline(main)'],
  ])('a baseline %s', (_what, gate, message, remedy) => {
    const [problem] = problemsOf(`gates:\n  - ${gate}`);
    expect(problem).toMatchObject({ line: 8, message: expect.stringMatching(message) as string });
    expect(problem?.remedy).toContain(remedy);
  });

  it('a baseline of the same faults on another node', async () => {
    await runs.store('hit', 0, runs.planOf(hitting('jkt-b')));
    await save('hit', 'hit');
    const gates = 'gates: ["response_time.p50 <= baseline(hit) during only"]';
    expect(problemsOf(`${hitting('jkt-b')}${gates}`)).toEqual([]);
    expect(problemsOf(`${hitting('cloud')}${gates}`)[0]?.message).toBe(
      'The baseline is of another rehearsal: faults.kill.settings.node is jkt-b there and cloud here.',
    );
  });

  it('and so is a gate that would stop the run', () => {
    const [problem] = problemsOf(`gates:\n  - { gate: "${p50}", on_breach: abort }`);
    expect(problem?.message).toBe('A gate that aborts needs a fixed limit.');
  });
});

function hitting(node: string): string {
  return `faults: [{ name: kill, fault: node-kill, node: ${node}, at: only + 8s, heal: 4s }]\n`;
}

async function save(name: string, folder: string): Promise<void> {
  await runs.say('baseline', 'save', name, runs.path(folder), '--baselines', runs.baselines);
}

async function judged(name: string, addedMs: number, gate: string): Promise<readonly [GateResult, number]> {
  rmSync(runs.path(name), { recursive: true, force: true });
  const directory = await runs.store(name, addedMs);
  writeFileSync(runs.path('gates.yaml'), `gates:\n  - ${gate}\n`);
  const said = await runs.say(
    'report',
    directory,
    '--gates',
    runs.path('gates.yaml'),
    '--baselines',
    runs.baselines,
    '--json',
  );
  const [found] = (JSON.parse(said.out) as RunRecord).gates;
  return [found as GateResult, said.exitCode];
}

function problemsOf(keys: string): ScenarioProblems['problems'] {
  try {
    runs.planOf(keys);
    return [];
  } catch (thrown) {
    if (thrown instanceof ScenarioProblems) return thrown.problems;
    throw thrown;
  }
}
