/** What a machine cannot do is said kind by kind, with the reason, by asking the kinds themselves. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { findImpossible } from '../../../src/commands/doctor/examine-faults.js';
import type { FaultKind, Obstacle } from '../../../src/model/fault.js';

const { faults } = createCatalog();
const lacking = (kind: string, reason: string, alternative = 'Do another.'): FaultKind => ({
  ...faults.get(kind),
  obstacle: (): Promise<Obstacle> => Promise.resolve({ reason, alternative }),
});

it('names the kinds that lack the same together, once, and none that can be done', async () => {
  const kinds = [
    { ...faults.get('node-kill'), obstacle: () => Promise.resolve(null) },
    lacking('clock-skew', 'libfaketime is not there.'),
    lacking('disk-full', 'This user may not mount.'),
    lacking('disk-slow', 'This user may not mount.'),
  ];
  expect(await findImpossible(kinds)).toEqual([
    { kinds: ['clock-skew'], reason: 'libfaketime is not there.', alternative: 'Do another.' },
    { kinds: ['disk-full', 'disk-slow'], reason: 'This user may not mount.', alternative: 'Do another.' },
  ]);
});

it('counts a kind as possible when one of its forms is, and asks kinds that chance never draws', async () => {
  let asked = 0;
  const half: FaultKind = {
    ...faults.get('latency'),
    obstacle: () => Promise.resolve((asked += 1) > 1 ? null : { reason: 'Not so.', alternative: 'Otherwise.' }),
  };
  expect(await findImpossible([half])).toEqual([]);
  expect(await findImpossible([lacking('backup', 'mariadb-dump is not installed.')])).toMatchObject([
    { kinds: ['backup'] },
  ]);
});
