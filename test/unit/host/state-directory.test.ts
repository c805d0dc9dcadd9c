import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterEach, expect, it } from 'vitest';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { Scratch } from '../../fixtures/scratch.js';

afterEach(() => {
  delete env['PAYSTORM_STATE'];
});

/** Short, because sockets live below it. */
function stateIn(scratch: Scratch): string {
  env['PAYSTORM_STATE'] = scratch.path('s');
  return scratch.path('s');
}

it('is made with what it holds, and lets nobody else look in', async () => {
  using scratch = new Scratch();
  const root = stateIn(scratch);
  const state = await openStateDirectory();
  expect(state.root).toBe(root);
  for (const directory of [state.root, state.clusters, state.leases]) {
    expect(statSync(directory).isDirectory()).toBe(true);
    // Servers of another account pass through; nobody lists or reads.
    expect(statSync(directory).mode & 0o066).toBe(0);
  }
  expect(statSync(state.leases).mode & 0o077).toBe(0);
});

it('is closed again when it stands open', async () => {
  using scratch = new Scratch();
  const root = stateIn(scratch);
  mkdirSync(root);
  chmodSync(root, 0o777);
  await openStateDirectory();
  expect(statSync(root).mode & 0o066).toBe(0);
});

it("is no link: what it points to could be somebody else's", async () => {
  using scratch = new Scratch();
  const root = stateIn(scratch);
  mkdirSync(scratch.path('elsewhere'));
  symlinkSync(scratch.path('elsewhere'), root);
  await expect(openStateDirectory()).rejects.toMatchObject({ code: 'guardRefused' });
});

it('is no directory that holds other things, and leaves that one as it is', async () => {
  using scratch = new Scratch();
  const root = stateIn(scratch);
  mkdirSync(root);
  chmodSync(root, 0o755);
  writeFileSync(join(root, 'a letter'), '');
  await expect(openStateDirectory()).rejects.toMatchObject({ code: 'guardRefused' });
  expect(statSync(root).mode & 0o777).toBe(0o755);
  expect(readdirSync(root)).toEqual(['a letter']);
});

it('is asked for elsewhere when it cannot be made', async () => {
  using scratch = new Scratch();
  writeFileSync(stateIn(scratch), '');
  await expect(openStateDirectory()).rejects.toMatchObject({
    code: 'setupFailed',
    hint: expect.stringContaining('PAYSTORM_STATE') as string,
  });
});

it('is refused where the sockets of servers in it would have too long a path', async () => {
  using scratch = new Scratch();
  env['PAYSTORM_STATE'] = scratch.path('x'.repeat(60));
  await expect(openStateDirectory()).rejects.toThrow('more than 56 characters');
});
