/** A state directory that a restart of the machine may empty is known as one. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whyForgotten } from '../../../src/host/state-durability.js';

const ext4 = async (): Promise<number> => 0xef53;
const tmpfs = async (): Promise<number> => 0x01_02_19_94;

it('one in memory is forgotten, wherever it is', async () => {
  expect(await whyForgotten('/var/lib/paystorm', tmpfs)).toBe('it is in memory (tmpfs)');
  expect(await whyForgotten('/dev/shm/not-there/yet')).toBe('it is in memory (tmpfs)');
});

it('one under the temporary directory may be emptied', async () => {
  for (const directory of new Set([tmpdir(), '/tmp'])) {
    expect(await whyForgotten(join(directory, 'paystorm-0'), ext4)).toBe(
      `many systems empty ${directory} when they start`,
    );
  }
});

it.each(['/var/tmp/paystorm', '/tmpfiles/paystorm', '/home/me/tmp'])('one at %s on a disk lasts', async (root) => {
  expect(await whyForgotten(root, ext4)).toBeNull();
});

it('nothing speaks against one that cannot be looked at', async () => {
  expect(await whyForgotten('/etc/passwd/paystorm')).toBeNull();
});
