/** Which code this user has run on this machine from a scenario of his own, by its fingerprint: what a stored run brings with it is run again without a word only then. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStateDirectory } from './state-directory.js';

/** Each is an empty file that is called by it. */
async function place(): Promise<string> {
  const { root } = await openStateDirectory();
  return join(root, 'known-code');
}

export async function noteCode(sha256s: readonly string[]): Promise<void> {
  if (sha256s.length === 0) return;
  const folder = await place();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const sha256 of sha256s) await writeFile(join(folder, sha256), '');
}

export async function isKnownCode(sha256: string): Promise<boolean> {
  return /^[0-9a-f]{64}$/u.test(sha256) && existsSync(join(await place(), sha256));
}
