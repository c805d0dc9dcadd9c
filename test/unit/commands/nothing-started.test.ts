/** What is said before anything is started, and what is refused then: nothing is left behind by it, not even a state directory. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import { Scratch } from '../../fixtures/scratch.js';
import { paystorm } from '../../fixtures/typed.js';

const lostAnswers = 'test/fixtures/scenarios/short-lost-answers.yaml';
const onlyServer = 'test/fixtures/scenarios/short-single-rto.yaml';
const peak = 'test/fixtures/scenarios/short-peak.yaml';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
  vi.stubEnv('PAYSTORM_STATE', scratch.path('state'));
});
afterEach(() => {
  expect(readdirSync(scratch.directory)).toEqual([]);
  vi.unstubAllEnvs();
  scratch[Symbol.dispose]();
});

it('a dry run of a comparison says what would be played', async () => {
  const ways = 'scenarios/three-ways-to-lose-a-node.yaml';
  const { exitCode, out } = await paystorm(
    'run',
    ways,
    '--compare',
    'faults.lose.by=kill,pause,black-hole',
    '--dry-run',
  );
  expect(exitCode).toBe(exitCodes.pass);
  expect(out).toContain('loses every node of zone b at once with SIGKILL');
  expect(out).toContain('That is with faults.lose.by kill; then the same with pause, then with black-hole.');
});

it.each([
  ['a value that the setting cannot have', ['--compare', 'faults.swallow.share=5%,much'], 'much'],
  ['a policy that is none', ['--compare-policies', 'idempotent,often'], 'often'],
  ['one value', ['--compare', 'faults.swallow.share=5%'], 'from two to 8'],
  ['two comparisons at once', ['--compare', 'seed=1,2', '--compare-policies', 'naive,none'], 'one thing'],
  ['servers that are to stay', ['--compare', 'seed=1,2', '--keep'], 'anew for each variant'],
  ['strictness without a comparison', ['--strict'], 'is for a comparison'],
])('of a comparison %s is refused', async (_what, args, said) => {
  const { exitCode, err } = await paystorm('run', lostAnswers, ...args);
  expect(exitCode).toBe(exitCodes.invalidScenario);
  expect(err).toContain(said);
});

it('a dry run of a study names victim, moment and seed of each repetition', async () => {
  const galera = 'scenarios/payday-spike-node-kill.yaml';
  const study = ['rto', galera, '--profile', 'short', '--repeat', '10', '--out', scratch.path('dry'), '--dry-run'];
  const { exitCode, out, err } = await paystorm(...study);
  expect(exitCode).toBe(exitCodes.pass);
  expect(
    out.match(/^ {2}Repetition \d+: kill-jkt-b at node \S+, .+ later than in the scenario; seed \d+\.$/gmu),
  ).toHaveLength(10);
  expect(err).not.toContain('warning');
});

it('of a study a scenario without a fault and a count that is none are refused', async () => {
  expect((await paystorm('rto', 'scenarios/steady-single.yaml')).exitCode).toBe(exitCodes.invalidScenario);
  expect((await paystorm('rto', onlyServer, '--repeat', '0')).exitCode).toBe(exitCodes.invalidScenario);
});

it('of a search every problem is said at once, also those of the scenario', async () => {
  const out = scratch.path('wrong');
  const file = 'test/fixtures/scenarios/five-mistakes.yaml';
  const both = await paystorm('find-peak', file, '--from', '500', '--within', '5', '--out', out);
  expect(both.exitCode).toBe(exitCodes.invalidScenario);
  for (const said of ['--from: "500" has no unit', '--within: "5" has no percent sign', '5 problems'])
    expect(both.err).toContain(said);
  const options = await paystorm('find-peak', peak, '--from', '2k/s', '--up-to', '1k/s', '--out', out);
  expect(options.exitCode).toBe(exitCodes.invalidScenario);
});

it('a dry run of a search says what it would try', async () => {
  const { exitCode, out } = await paystorm('find-peak', peak, '--dry-run', '--out', scratch.path('dry'));
  expect(exitCode).toBe(exitCodes.pass);
  expect(out).toContain('Upwards until a step fails: 80/s, 160/s, 320/s');
});
