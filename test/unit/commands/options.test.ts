/** Whatever is wrong with a command line ends with one code, before anything is started, and is said in the words that were typed. */
import { chmodSync, mkdirSync } from 'node:fs';
import { getuid } from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import { Scratch } from '../../fixtures/scratch.js';
import { paystorm } from '../../fixtures/typed.js';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
  mkdirSync(scratch.path('state'));
  vi.stubEnv('PAYSTORM_STATE', scratch.path('state'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  scratch[Symbol.dispose]();
});

const demo = 'scenarios/simulated-demo.yaml';

describe('a command line that is wrong', () => {
  it.each([
    [['run', demo, 'other'], '"other" is one word too many: the command is written paystorm run <scenario>.'],
    [['verfy'], 'verify'],
    [['run', demo, '--wrong'], 'There is no option "wrong".'],
    [['rto', demo, '--repeat', 'foo'], '--repeat takes a whole number from 1 to '],
    [
      ['find-peak', demo, '--repeat', 'foo'],
      '--repeat takes a whole number from 1 to 20, and was given something else.',
    ],
    [['explore', demo, '--draw', '0'], '--draw takes a whole number from 1 to 1000000, and was given 0.'],
    [['plan', demo, '--seed', '-3'], '--seed takes a whole number from 0 to 9007199254740991, and was given -3.'],
    [['run', demo, '--compare', 'faults.nobody.by=kill,pause', '--dry-run'], '--compare:1:'],
    [['run', demo, '--dry-run', '--stop-file', '/nonexistent/dir/x'], 'the folder /nonexistent/dir is not there'],
    [['cluster', 'up', '--id', 'x'], '--id chooses a cluster that runs'],
    [['cluster', 'kill'], 'needs its name'],
  ])('%j', async (argv, words) => {
    const { exitCode, err } = await paystorm(...argv);
    expect({ exitCode, err: err.includes(words) ? words : err }).toEqual({
      exitCode: exitCodes.invalidScenario,
      err: words,
    });
  });
});

it.each([
  ['run', 'simulated-demo'],
  ['rto', 'simulated-demo'],
  ['find-peak', 'simulated-demo'],
  ['explore', 'explore-galera'],
])('a dry run of %s for scripts is the plan as JSON and nothing else', async (command, name) => {
  const { exitCode, out, err } = await paystorm(command, `scenarios/${name}.yaml`, '--dry-run', '--json');
  expect(exitCode, err).toBe(exitCodes.pass);
  expect(JSON.parse(out)).toMatchObject({ scenario: { name } });
});

it.each([
  ['run', 'scenarios/steady-single.yaml'],
  ['rto', 'test/fixtures/scenarios/short-single-rto.yaml'],
])('%s does not write into a folder that holds something', async (command, scenario) => {
  const { exitCode, err } = await paystorm(command, scenario, '--out', 'scenarios');
  expect(exitCode).toBe(exitCodes.guardRefused);
  expect(err).toContain('not empty');
});

it('a first scenario that cannot be written says why', async () => {
  const { exitCode, err } = await paystorm('init', scratch.path('nowhere/first.yaml'));
  expect(exitCode).toBe(exitCodes.setupFailed);
  expect(err).toContain('ENOENT');
  mkdirSync(scratch.path('closed'));
  chmodSync(scratch.path('closed'), 0o500);
  if (getuid?.() !== 0) expect((await paystorm('init', scratch.path('closed/first.yaml'))).err).toContain('EACCES');
});

it('the help of cluster names every topology that it starts', async () => {
  const { out } = await paystorm('cluster', '--help');
  expect(out.replace(/\s+/gu, ' ')).toMatch(/What to start: .*migration/u);
});
