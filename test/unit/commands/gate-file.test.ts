/** A stored run judged by other gates: what they say counts, what was said before is kept, and what cannot be judged is refused. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readGateFile } from '../../../src/scenario/read-gate-file.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { runCommandLine } from '../../../src/commands/index.js';
import { createTerminal } from '../../../src/commands/create-terminal.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import { answered, endEvents, judgingCatalog, writeSyntheticRun } from '../../fixtures/synthetic-run.js';

const plan = planOf({
  phases: '[{ name: only, for: 30s, rate: 100/s }]',
  keys: 'gates: ["throughput > 50/s during only"]',
});

it.each([
  ['holds', 'throughput > 90/s during only', 'pass'],
  ['does not hold', 'throughput > 900/s during only', 'fail'],
])('a gate of the file that %s decides, and those of the scenario do not', async (_what, gate, verdict) => {
  using scratch = new Scratch();
  const directory = storeRun(scratch);
  writeFileSync(`${directory}/record.json`, 'said before');
  writeFileSync(scratch.path('gates.yaml'), `gates:\n  - ${gate}\n`);
  const said = await report('report', directory, '--gates', scratch.path('gates.yaml'));
  const record = JSON.parse(readFileSync(`${directory}/record.json`, 'utf8')) as RunRecord;
  expect(record.gates.map((each) => [each.gate, each.verdict])).toEqual([[gate, verdict]]);
  expect(record.reasons.join(' ')).toContain('gates.yaml, and not by those of the scenario.');
  expect(readFileSync(`${directory}/earlier-1/record.json`, 'utf8')).toBe('said before');
  expect(said).toContain('What was said before is kept in');
});

it('gates that the run cannot answer are refused, all of them, with their lines, and nothing is written', async () => {
  using scratch = new Scratch();
  const directory = storeRun(scratch);
  writeFileSync(
    scratch.path('gates.yaml'),
    'gates:\n  - throughput > 5/s during pause\n  - recovery_time < 8s after kill\n  - nothing < 3\n',
  );
  const said = await report('report', directory, '--gates', scratch.path('gates.yaml'));
  for (const problem of ['2:29  There is no phase "pause"', '3:', '4:']) expect(said).toContain(problem);
  expect(said).toContain('The gate file has 3 problems. Correct the gate file and try again; nothing was judged.');
  expect(existsSync(`${directory}/record.json`)).toBe(false);
});

it('a file without gates says so', async () => {
  using scratch = new Scratch();
  writeFileSync(scratch.path('none.yaml'), 'name: story\n');
  const refused = readGateFile(scratch.path('none.yaml'), plan.scenario, { catalog: judgingCatalog() });
  await expect(refused).rejects.toThrow(ScenarioProblems);
});

function storeRun(scratch: Scratch): string {
  const directory = scratch.path('run');
  writeSyntheticRun({
    directory,
    plan,
    script: (atMs, _index, unit) => [answered(atMs, unit)],
    events: endEvents(plan),
  });
  return directory;
}

async function report(...argv: readonly string[]): Promise<string> {
  const said: string[] = [];
  const write = (text: string): void => void said.push(text);
  const terminal = createTerminal({ isTty: false, columns: 200, hasColor: false, out: write, err: write });
  await runCommandLine({ argv, terminal, environment: {}, signal: new AbortController().signal });
  return said.join('');
}
