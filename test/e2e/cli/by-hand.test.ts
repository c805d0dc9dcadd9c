/** A person breaks something when paystorm asks for it, on a terminal of its own: asked there and back, timed honestly, and never where nobody could answer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { env, execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/journal/event-log.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { CliSite } from '../../fixtures/run-cli.js';

const scenario = resolve('test/fixtures/scenarios/pull-the-cable.yaml');
const entry = resolve('dist/main.js');
const thinkingMs = 600;

describe('a fault that a person injects', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('is asked for at the terminal and back again, and its bracket is from the question to the key', async () => {
    const directory = site.path('asked');
    const asked = await onTerminal(['run', scenario, '--out', directory], ['>>> Now: pull', '>>> Back again: plug']);
    expect(asked.exitCode, asked.said).toBe(exitCodes.inconclusive);
    expect(asked.said).toContain('pull the network cable of db-b.');
    expect(asked.said).toContain('plug the network cable of db-b in again.');
    const injected = readEvents(directory).find((event) => event.kind === 'fault-injected');
    const healed = readEvents(directory).find((event) => event.kind === 'fault-healed');
    if (injected?.kind !== 'fault-injected' || healed?.kind !== 'fault-healed') throw new Error('It was not injected.');
    expect(injected.verifiedMs - injected.issuedMs).toBeGreaterThan(thinkingMs);
    expect(healed.verifiedMs - healed.startedMs).toBeGreaterThan(thinkingMs);
  });

  it('that nobody takes back is told with 123, and asked for again by the next heal', async () => {
    const left = await onTerminal(['run', scenario, '--out', site.path('left')], ['>>> Now: pull']);
    expect(left.exitCode).toBe(exitCodes.healFailed);
    const asked = await onTerminal(['heal'], ['>>> Back again: plug']);
    expect(asked.exitCode, asked.said).toBe(0);
    expect(asked.said).toContain('healed: pull-it');
  });

  it('is refused where there is no terminal, before anything is started', async () => {
    const child = spawn(execPath, [entry, 'run', scenario, '--out', site.path('unasked')], {
      env: surroundings(),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(exitCodes.setupFailed);
    expect(said).toContain('There is no terminal at which a person could be asked.');
    expect(said).toContain('use exec');
  });

  /** Presses Enter a while after each question has come. */
  async function onTerminal(args: readonly string[], questions: readonly string[]) {
    const line = [execPath, entry, ...args].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['-qec', line, '/dev/null'], {
      env: surroundings(),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let said = '';
    const open = [...questions];
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (open[0] === undefined || !said.includes(open[0])) return;
      open.shift();
      setTimeout(() => child.stdin.write('\r'), thinkingMs + 100);
    });
    const [exitCode] = (await once(child, 'close')) as [number];
    return { exitCode, said };
  }

  function surroundings() {
    return { ...env, PAYSTORM_STATE: join(site.directory, 'state'), NO_COLOR: '1' };
  }
});
