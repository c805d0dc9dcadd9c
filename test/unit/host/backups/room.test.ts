/** A backup must not fill the disk that its servers stand on, and half a backup is known by its end. */
import { mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { dumpIn, hasBegunToRead, isWhole } from '../../../../src/host/backups/backup-file.js';
import { makeSureOfRoom } from '../../../../src/host/backups/room.js';
import { Scratch } from '../../../fixtures/scratch.js';

const mebibyte = 2 ** 20;

it('is refused where the disk might not hold the copy and the server it is restored into', () => {
  makeSureOfRoom(100 * mebibyte, 700 * mebibyte);
  expect(() => makeSureOfRoom(100 * mebibyte, 600 * mebibyte)).toThrow(
    'the disk has 600 MiB left, and a backup of 100 MiB with the server it is restored into may take 656 MiB',
  );
});

it.each([
  ['a header only', '-- MariaDB dump\n', false, false],
  ['a table that was opened', '-- MariaDB dump\n\n-- Table structure for table `a`\n', true, false],
  ['all of it', '-- MariaDB dump\n\n-- Table structure for table `a`\n\n-- Dump completed on today\n', true, true],
])('knows a file with %s', async (_what, text, begun, whole) => {
  using scratch = new Scratch();
  const folder = scratch.path('backup.a');
  expect(await hasBegunToRead(folder)).toBe(false);
  await mkdir(folder);
  await writeFile(dumpIn(folder), text);
  expect([await hasBegunToRead(folder), await isWhole(folder)]).toEqual([begun, whole]);
});
