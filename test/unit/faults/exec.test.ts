/** A command of the user's: what it is given, what becomes of its failures, and that no secret of its words is told to anybody. */
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { chdir, cwd, env } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exec } from '../../../src/catalog/faults/exec.js';
import { messageOf, ToolError } from '../../../src/kit/error.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { healFault } from '../../../src/run/faults/heal-fault.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, others, othersCluster } from '../../fixtures/others-cluster.js';
import { Scratch } from '../../fixtures/scratch.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

const secret = 'hunter 22';
const lines = Array.from({ length: 9 }, (_none, index) => `secret line ${index}`).join('\n');

describe('exec', () => {
  let stubs: StubPrograms;
  beforeEach(async () => {
    stubs = await StubPrograms.open();
    env['PS_TEST_SECRET'] = secret;
  });
  afterEach(async () => {
    delete env['PS_TEST_SECRET'];
    await stubs[Symbol.asyncDispose]();
  });

  it('puts the node and the environment into the words when it runs, and nowhere else', async () => {
    await stubs.write('break', 'echo "pass is $DB_PASSWORD, last word $3"; env > "$STUBS/env"');
    const told: string[] = [];
    const context = await aim({
      do: ['break', '{node}@{zone}', '{host}:{port}', '--password=${PS_TEST_SECRET}', '$${literal}'],
      env: { DB_PASSWORD: '${PS_TEST_SECRET}' },
      undo: ['true'],
    });
    await exec.inject({ ...context, ...surroundings(told) });

    const [call] = await stubs.calls();
    expect(call?.argv.slice(1)).toEqual(['db-2@b', 'two.test:3307', `--password=${secret}`, '${literal}']);
    expect(told).toEqual([expect.stringContaining('pass is ***, last word --password=***')]);
    const shown = [context.settings, context.targets, told, exec.describe(context.settings), orders(context.settings)];
    expect(JSON.stringify(shown)).not.toContain(secret);
  });

  it('that had to be ended is undone also where nothing is seen: what it has started elsewhere goes on', async () => {
    await stubs.write('ssh', 'case $1 in slow) sleep 60;; look) exit 1;; esac');
    const words = { do: ['ssh', 'slow'], undo: ['ssh', 'mend'], check: ['ssh', 'look'] };
    const context = await aim({ ...words, timeout: '300ms' });
    await expect(exec.inject({ ...context, ...surroundings() })).rejects.toThrow('ssh slow did not end within 0.3 s');
    await exec.heal(context);
    expect((await stubs.calls()).map(({ argv }) => argv[1])).toContain('mend');
  });

  it('fails with the last words of a command that fails, without the secrets in them', async () => {
    await stubs.write('break', 'echo "no such thing: $1" >&2; exit 3');
    const context = await aim({ do: ['break', '${PS_TEST_SECRET}'], undo: ['true'] });
    await expect(exec.inject({ ...context, ...surroundings() })).rejects.toThrow(
      'break "${PS_TEST_SECRET}" ended with 3: no such thing: ***',
    );
  });

  it.each([
    ['of which it says more lines than are told', lines, 'printf %s "$1"'],
    ['of which it says one line', lines, 'echo "$1" | sed -n "s/.*7$/in line: &/p"'],
    ['that is longer than what is kept', 'secret '.repeat(3_000), 'printf %s "$1"'],
    ['of which it says half a letter at a time', 'sécret', "printf 's\\303'; sleep 0.1; printf '\\251cret'"],
  ])('does not tell a secret %s', async (_what, text, script) => {
    env['PS_TEST_SECRET'] = text;
    await stubs.write('break', `${script}; exit 3`);
    const context = await aim({ do: ['break', '${PS_TEST_SECRET}'], undo: ['true'] });
    const error = await exec.inject({ ...context, ...surroundings() }).catch((thrown: unknown) => thrown);
    expect(messageOf(error)).toMatch(/ ended with 3: (in line: )?\*\*\*$/u);
  });

  it('ends a command that takes too long, with all that it has started', async () => {
    await stubs.write('break', 'sleep 60 & echo $! > "$STUBS/child"; wait');
    const context = await aim({ do: ['break'], undo: ['true'], timeout: '500ms' });
    await expect(exec.inject({ ...context, ...surroundings() })).rejects.toThrow('break did not end within 0.5 s');
    await stubs.write('is-alive', 'grep -q "State:.[RSD]" /proc/$(cat "$STUBS/child")/status');
    const look = await aim({ do: ['is-alive'], undo: ['true'] });
    await expect(exec.inject({ ...look, ...surroundings() })).rejects.toThrow('is-alive ended with');
  });

  it('leaves alone what a command has started and left running', async () => {
    await stubs.write('start', 'sleep 60 & echo $! > "$STUBS/child"');
    await stubs.write('stop', 'kill $(cat "$STUBS/child")');
    const context = await aim({ do: ['start'], undo: ['stop'] });
    await exec.inject({ ...context, ...surroundings() });
    await exec.heal(context);
    expect((await stubs.calls()).map(({ argv }) => argv[0])).toEqual(['start', 'stop']);
  });

  it('says the exact command to run by hand when the one that undoes it fails again and again', async () => {
    await stubs.write('mend', 'echo "cannot mend" >&2; exit 4');
    const context = await aim({ do: ['true'], undo: ['mend', "it's {node}"] });
    const error = await healFault({ ...context, kind: exec }, createSystemClock()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({ code: 'healFailed', hint: 'Then run: paystorm heal' });
    expect((error as ToolError).message).toMatch(
      /cannot mend\.\n {2}Undo it by hand:\n {4}cd \S+ && mend 'it'\\''s db-2'$/u,
    );
    expect(await stubs.calls()).toHaveLength(3);
  });

  it.each([
    ['where the user stood', undefined, '.'],
    ['in a folder that is named from there', 'ops', 'ops'],
  ])('runs %s, also when it is healed from elsewhere', async (_what, folder, expected) => {
    using scratch = new Scratch();
    mkdirSync(scratch.path('ops'));
    await stubs.write('where', 'pwd -P >> "$STUBS/places"');
    const stood = cwd();
    try {
      chdir(scratch.directory);
      const context = await aim({ do: ['where'], undo: ['where'], cwd: folder });
      await exec.inject({ ...context, ...surroundings() });
      chdir(stood);
      await exec.heal(context);
    } finally {
      chdir(stood);
    }
    const place = realpathSync(scratch.path(expected));
    expect(readFileSync(join(stubs.directory, 'places'), 'utf8')).toBe(`${place}\n${place}\n`);
  });

  it('is healed where undoing fails because there is nothing left to undo', async () => {
    await stubs.write('mend', 'exit 4');
    const context = await aim({ do: ['true'], undo: ['mend'], check: ['false'] });
    await exec.heal(context);
    expect(await stubs.calls()).toHaveLength(1);
  });

  it('runs once for each node whose name stands in it, and once for all where none does', async () => {
    await stubs.write('break', '');
    const each = await aim({ node: undefined, zone: 'b', do: ['break', '{node}'], undo: ['true'] });
    await exec.inject({ ...each, ...surroundings() });
    expect(new Set((await stubs.calls()).map(({ argv }) => argv[1]))).toEqual(new Set(['db-2', 'db-3']));
    const all = await aim({ node: undefined, zone: 'b', do: ['break', 'the-zone'], undo: ['true'] });
    await exec.inject({ ...all, ...surroundings() });
    expect((await stubs.calls()).map(({ argv }) => argv[1])).toEqual(['the-zone']);
  });

  it('can be aimed at another node in turn only where its words name the node', () => {
    expect(isFixed(['docker', 'pause', 'shop-{node}'])).toBe(false);
    expect(isFixed(['docker', 'pause', 'shop-2', '${node}'])).toBe(true);
  });

  it.each([
    ['nothing that undoes it', { do: ['true'] }],
    ['none, without a reason', { do: ['true'], undo: 'none' }],
    ['a reason beside a command', { do: ['true'], undo: ['true'], reason: 'because' }],
    ['a variable by value', { do: ['true'], undo: ['true'], env: { PASSWORD: 'secret' } }],
    ['no words', { do: [], undo: ['true'] }],
    ['nobody it is meant for', { node: undefined, do: ['true'], undo: ['true'] }],
  ])('is refused with %s', (_what, settings) => {
    expect(exec.settings.safeParse({ node: 'db-2', ...settings }).success).toBe(false);
  });
});

function orders(settings: Parameters<typeof exec.describe>[0]) {
  return exec.orders?.(settings, { nodes: others, lastsMs: 10_000, isOthers: true });
}

function aim(settings: object) {
  return aimAtOthers(exec, { node: 'db-2', ...settings }, othersCluster());
}

function isFixed(words: readonly string[]) {
  return exec.isAimedAsWritten?.(exec.settings.parse({ node: 'db-2', do: words, undo: ['true'] }));
}
