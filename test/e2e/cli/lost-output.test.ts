/** Where the output goes may break in the middle of a run: the rehearsal is finished all the same, and what it started is ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/journal/event-log.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { CliSite } from '../../fixtures/run-cli.js';
import { serversUnder } from '../../fixtures/servers-under.js';

describe('a run whose output cannot be written', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('heals, ends its servers, and does not call it a success', async () => {
    const full = openSync('/dev/full', 'w');
    const directory = site.path('run');
    const args = ['dist/main.js', 'run', 'test/fixtures/scenarios/short-single-kill.yaml', '--out', directory];
    const environment = { ...process.env, PAYSTORM_STATE: site.path('state') };
    const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', full, full] });
    const [exitCode] = await once(child, 'close');
    const kinds = readEvents(directory).map((event) => event.kind);
    expect(kinds).toEqual(expect.arrayContaining(['fault-injected', 'fault-healed', 'audited', 'run-finished']));
    expect(exitCode).not.toBe(exitCodes.pass);
    expect(exitCode).not.toBe(exitCodes.internalError);
    expect(await serversUnder(site.directory)).toEqual([]);
  });
});
