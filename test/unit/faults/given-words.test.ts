/** What can be known of a command before it runs is said before the run: words that stand for nothing, and what this machine lacks. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { docker } from '../../../src/catalog/faults/docker.js';
import { exec } from '../../../src/catalog/faults/exec.js';
import { systemd } from '../../../src/catalog/faults/systemd.js';

it.each([
  ['exec', exec, 'do', 'goes on there when it is ended: bound it there, as by `timeout {lasts}`, or let `undo` end it'],
  ['systemd', systemd, 'ssh', 'goes on when ssh is ended, until the order of the heal takes its place'],
  ['docker', docker, 'action', 'goes on with a stop when the command is ended'],
])('the reference of %s says what no end of a command on this machine ends', (_name, { settings }, key, words) => {
  const { properties } = z.toJSONSchema<z.ZodType>(settings, { io: 'input' });
  expect(properties?.[key]).toMatchObject({ description: expect.stringContaining(words) as string });
});

describe('a word in braces', () => {
  it('that stands for nothing is refused, with the one that was meant', () => {
    const [issue, ...others] = issuesOf(exec, { do: ['./cut', '--host={hots}'] });
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      message: '"{hots}" stands for nothing.',
      path: ['do', 1],
      params: { remedy: 'Did you mean "{host}"?' },
    });
    expect(issuesOf(systemd, { action: 'kill', unit: 'db', ssh: 'root@{nod}' })).toHaveLength(1);
  });

  it('that is like no other is answered with how to say braces', () => {
    expect(issuesOf(exec, { do: ['{frobnicate}'] })).toMatchObject([
      { params: { remedy: 'Where braces are meant, let a script say them.' } },
    ]);
  });

  it.each([
    '{node}-{zone}-{host}:{port}, {lasts} of {bound}',
    '${PASSWORD}',
    '$${literal}',
    '{{.State.Status}} and {{name}}',
    '{"a":1} {.items[0]} {print $1} {}',
  ])('is passed on: %s', (word) => {
    expect(issuesOf(exec, { do: ['run', word] })).toEqual([]);
  });
});

it.each([
  [systemd, { action: 'kill', unit: 'x; rm' }, 'a unit is named by letters, digits and @ . : _ -'],
  [systemd, { action: 'kill', unit: 'x', ssh: '-o x' }, 'where ssh goes is one word, such as root@db.test'],
  [exec, { do: ['true'], env: { 'A-B': '${C}' } }, 'a variable is named by letters, digits and _'],
])('what cannot be a name is told in words: %#', (kind, settings, words) => {
  expect(JSON.stringify(issuesOf(kind, settings))).toContain(words);
});

describe('what this machine lacks for a command', () => {
  it('is named at once: programs, and the directory to run in', async () => {
    expect(await reasonOf({ do: ['./nope.sh'], undo: ['/nonexistent/undo'] })).toBe(
      './nope.sh and /nonexistent/undo are not found on this machine.',
    );
    expect(await reasonOf({ do: ['./nope.sh'], undo: ['/nonexistent/undo'], cwd: '/nonexistent' })).toBe(
      'the directory /nonexistent and /nonexistent/undo are not found on this machine.',
    );
  });

  it.each([
    ['a variable that is not set', { do: ['${PS_TEST_ABSENT}'] }],
    ['the node', { do: ['./{node}.sh'] }],
    ['the node, as its directory', { do: ['./cut.sh'], cwd: '/srv/{node}' }],
  ])('is not looked for where it is only known with %s', async (_what, settings) => {
    expect(await reasonOf(settings)).toBeUndefined();
  });
});

function issuesOf(kind: { readonly settings: z.ZodType }, settings: object) {
  const undoing = 'do' in settings || 'env' in settings ? { undo: ['true'] } : {};
  return kind.settings.safeParse({ node: 'db', ...undoing, ...settings }).error?.issues ?? [];
}

async function reasonOf(settings: object): Promise<string | undefined> {
  return (await exec.obstacle?.(exec.settings.parse({ node: 'db', undo: ['true'], ...settings })))?.reason;
}
