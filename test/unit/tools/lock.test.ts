/** The lock of the set-up: one at a time, and no lock of a dead process stands in the way. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../../../tools/setup/lock.mjs';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paystorm lock '));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('hands back what the work resolves to and leaves no lock', async () => {
  expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
  expect(existsSync(path)).toBe(false);
});

it('leaves no lock when the work fails', async () => {
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});

it('lets the second wait for the first, and says so once', async () => {
  const order: string[] = [];
  const secondWaits = new AbortController();
  const first = withLock(path, async () => {
    if (!secondWaits.signal.aborted) await once(secondWaits.signal, 'abort');
    order.push('first');
  });
  const onWait = (): void => {
    order.push('waiting');
    secondWaits.abort();
  };
  const second = withLock(path, () => Promise.resolve(order.push('second')), onWait);
  await Promise.all([first, second]);
  expect(order).toEqual(['waiting', 'first', 'second']);
});

it('takes over the lock of a process that is gone', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  mkdirSync(path);
  writeFileSync(join(path, `${pid}-1`), '');
  expect(await withLock(path, () => Promise.resolve(readdirSync(path)))).toHaveLength(1);
});

it('takes over the lock of an earlier process that had the same id as a living one', async () => {
  mkdirSync(path);
  writeFileSync(join(path, `${process.pid}-1`), '');
  expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
});

it('takes over a lock whose owner died before it was named', async () => {
  mkdirSync(path);
  const longAgo = new Date(2000, 1);
  utimesSync(path, longAgo, longAgo);
  expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
});

it('waits for a lock that was made a moment ago and has no name yet', async () => {
  mkdirSync(path);
  let waits = 0;
  await withLock(
    path,
    () => Promise.resolve(),
    () => {
      waits += 1;
      rmdirSync(path);
    },
  );
  expect(waits).toBe(1);
});
