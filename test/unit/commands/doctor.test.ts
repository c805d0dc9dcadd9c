/** What a machine cannot do is said kind by kind, with the reason, by asking the kinds themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { createTerminal } from '../../../src/commands/create-terminal.js';
import { findImpossible } from '../../../src/commands/doctor/examine-faults.js';
import { runCommandLine } from '../../../src/commands/index.js';
import type { FaultKind, Obstacle } from '../../../src/model/fault.js';

afterEach(() => vi.unstubAllEnvs());

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

it('a state directory that a restart empties is unsafe, with what to do, and makes no exit code', async () => {
  const memory = mkdtempSync('/dev/shm/ps-doctor-');
  vi.stubEnv('PAYSTORM_STATE', memory);
  try {
    const { out, exitCode } = await ran(['doctor', '--json']);
    const examined = JSON.parse(out) as readonly { readonly what: string; readonly condition: string }[];
    const state = examined.find(({ what }) => what === 'State directory');
    expect(state).toMatchObject({
      condition: 'unsafe',
      found: expect.stringContaining('it is in memory (tmpfs)') as string,
      remedy: expect.stringContaining('PAYSTORM_STATE=<a directory on disk>') as string,
    });
    const isLacking = examined.some(({ condition }) => condition === 'missing' || condition === 'left');
    expect(exitCode).toBe(isLacking ? 100 : 0);
  } finally {
    rmSync(memory, { recursive: true });
  }
});

async function ran(argv: readonly string[]) {
  let out = '';
  const terminal = createTerminal({
    isTty: false,
    columns: 80,
    hasColor: false,
    out: (text: string) => void (out += text),
    err: () => undefined,
  });
  const { signal } = new AbortController();
  const exitCode = await runCommandLine({ argv, terminal, environment: {}, signal });
  return { out, exitCode };
}
