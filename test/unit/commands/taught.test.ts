/** What the command line teaches: its help, a first scenario, and what somebody may have meant. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commands } from '../../../src/commands/contents.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { Scratch } from '../../fixtures/scratch.js';
import { paystorm } from '../../fixtures/typed.js';

const sound = 'scenarios/steady-single.yaml';

it.each(commands.map(({ name }) => name))('%s is taught by an example', async (name) => {
  const { out } = await paystorm(name, '--help');
  expect(out).toContain(`paystorm ${name}`);
  expect(out).toContain('Examples:');
});

it('which file was meant', async () => {
  const { exitCode, err } = await paystorm('validate', 'scenarios/steady-sngle.yaml');
  expect(exitCode).toBe(exitCodes.invalidScenario);
  expect(err).toContain(`hint: Did you mean ${sound}?`);
});

it('several files are looked at in one go, and options are taken before or after them', async () => {
  const wrong = 'test/fixtures/scenarios/five-mistakes.yaml';
  const { exitCode, out, err } = await paystorm('validate', '--seed', '3', wrong, sound);
  expect(exitCode).toBe(exitCodes.invalidScenario);
  expect(err).toContain('5 problems');
  expect(out).toContain(`${sound}: valid`);
  expect((await paystorm('plan', '--set', 'seed=77', sound)).out).toContain('Seed 77');
  expect((await paystorm('plan', sound, '--set', 'seed=78')).out).toContain('Seed 78');
});

it('a first scenario is valid, and never written over an existing file', async () => {
  using scratch = new Scratch();
  const file = scratch.path('first.yaml');
  expect((await paystorm('init', file)).exitCode).toBe(exitCodes.pass);
  expect((await paystorm('validate', file)).exitCode).toBe(exitCodes.pass);
  expect((await paystorm('init', file)).exitCode).toBe(exitCodes.setupFailed);
});

it('the schema of scenarios is the committed one', async () => {
  const { out } = await paystorm('schema');
  expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync('schema/scenario.schema.json', 'utf8')));
});
