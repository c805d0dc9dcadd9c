import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src/commands/contents.js';
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

  it('shows five mistakes as five problems with their places, and starts nothing', async () => {
    const file = 'test/fixtures/scenarios/five-mistakes.yaml';
    const { exitCode, err } = await site.run('run', file, '--out', site.path('mistakes'));
    expect(exitCode).toBe(exitCodes.invalidScenario);
    const places = [...err.matchAll(/five-mistakes\.yaml:(\d+):\d+ /gu)].map((match) => Number(match[1]));
    expect(places).toEqual([4, 6, 10, 12, 14]);
    await expect(readFile(site.path('mistakes/events.ndjson'))).rejects.toThrow('ENOENT');
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
});
