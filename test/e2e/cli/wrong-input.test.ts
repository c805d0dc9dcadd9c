import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src/commands/index.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { CliSite } from '../../fixtures/run-cli.js';

describe('the command line', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('names every command and every exit code in its help', async () => {
    const { out, exitCode } = await site.run('--help');
    expect(exitCode).toBe(0);
    for (const { usage } of commands) expect(out).toContain(`paystorm ${usage}`);
    for (const code of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`^ +${code}  `, 'mu'));
  });

  it('teaches each command by an example', async () => {
    for (const { name } of commands) {
      const { out } = await site.run(name, '--help');
      expect(out, name).toContain(`paystorm ${name}`);
      expect(out, name).toContain('Examples:');
    }
  });

  it('shows five mistakes as five problems with their places, and starts nothing', async () => {
    const file = 'test/fixtures/scenarios/five-mistakes.yaml';
    const { exitCode, err } = await site.run('run', file, '--out', site.path('mistakes'));
    expect(exitCode).toBe(exitCodes.invalidScenario);
    const places = [...err.matchAll(/five-mistakes\.yaml:(\d+):\d+ /gu)].map((match) => Number(match[1]));
    expect(places).toEqual([4, 6, 10, 12, 14]);
    await expect(readFile(site.path('mistakes/events.ndjson'))).rejects.toThrow('ENOENT');
  });

  it('knows which file was meant', async () => {
    const { exitCode, err } = await site.run('validate', 'scenarios/steady-sngle.yaml');
    expect(exitCode).toBe(exitCodes.invalidScenario);
    expect(err).toContain('hint: Did you mean scenarios/steady-single.yaml?');
  });

  it('looks at several files in one go, and takes options before or after them', async () => {
    const sound = 'scenarios/steady-single.yaml';
    const { exitCode, out, err } = await site.run(
      'validate',
      '--seed',
      '3',
      'test/fixtures/scenarios/five-mistakes.yaml',
      sound,
    );
    expect(exitCode).toBe(exitCodes.invalidScenario);
    expect(err).toContain('5 problems');
    expect(out).toContain(`${sound}: valid`);
    expect((await site.run('plan', '--set', 'seed=77', sound)).out).toContain('Seed 77');
    expect((await site.run('plan', sound, '--set', 'seed=78')).out).toContain('Seed 78');
  });

  it('says within seconds that a target is down, and what to look at', async () => {
    const target = 'mysql://app:secret@127.0.0.1:1';
    const out = site.path('down');
    const { exitCode, err } = await site.run('run', 'scenarios/external-smoke.yaml', '--target', target, '--out', out);
    expect(exitCode).toBe(exitCodes.setupFailed);
    expect(err).toContain('127.0.0.1:1');
    expect(err).toContain('hint: Nothing listens there');
    expect(err).not.toContain('secret');
  });

  it('refuses to write into a folder that holds something', async () => {
    const { exitCode, err } = await site.run('run', 'scenarios/steady-single.yaml', '--out', 'scenarios');
    expect(exitCode).toBe(exitCodes.guardRefused);
    expect(err).toContain('not empty');
  });

  it('says what an unknown command might have meant', async () => {
    const { exitCode, err } = await site.run('verfy');
    expect(exitCode).toBe(exitCodes.invalidScenario);
    expect(err).toContain('verify');
  });

  it('writes a first scenario that is valid, and never over an existing file', async () => {
    const file = site.path('first.yaml');
    expect((await site.run('init', file)).exitCode).toBe(0);
    expect((await site.run('validate', file)).exitCode).toBe(0);
    expect((await site.run('init', file)).exitCode).toBe(exitCodes.setupFailed);
  });

  it('prints the committed JSON Schema', async () => {
    const { out } = await site.run('schema');
    expect(JSON.parse(out)).toEqual(JSON.parse(await readFile('schema/scenario.schema.json', 'utf8')));
  });
});
