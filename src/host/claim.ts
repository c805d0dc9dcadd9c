/** A claim on a file: of all processes one may act on it, also after the one before it has died. */
import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { identifySelf, readIdentity, stateOfProcess, type ProcessIdentity } from './process-identity.js';

const mark = '.claim-';

/**
 * Makes this process the only one that acts on what `path` names, until it is disposed; null when somebody else does. Claims are numbered.
 * That of a process that died is void, as is one that names nobody, and the number after it is given once: of several that find it void, one wins.
 */
export async function takeClaim(path: string): Promise<AsyncDisposable | null> {
  const before = await claimsOf(path);
  if (await isAnyHeld(before)) return null;
  const own = `${path}${mark}${(before.at(-1)?.number ?? 0) + 1}`;
  const draft = `${own}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(draft, JSON.stringify(await identifySelf()), { flag: 'wx', mode: 0o600 });
    // Appears whole, and only where nothing stands yet.
    await link(draft, own);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  // Whoever saw the claims before a failed holder removed them has got another number.
  if (await isAnyHeld((await claimsOf(path)).filter((claim) => claim.path !== own))) {
    await removeAll([own]);
    return null;
  }
  const paths = [...before.map((claim) => claim.path), own];
  return { [Symbol.asyncDispose]: () => removeAll(paths) };
}

/** Who acts on what `path` names; null when nobody does. */
export async function holderOf(path: string): Promise<ProcessIdentity | null> {
  return (await livingHolders(await claimsOf(path)))[0] ?? null;
}

interface Claim {
  readonly path: string;
  readonly number: number;
  /** Null where a power loss has cut it: as long as its holder lives, it is whole. */
  readonly holder: ProcessIdentity | null;
}

async function claimsOf(path: string): Promise<readonly Claim[]> {
  const prefix = `${basename(path)}${mark}`;
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix));
  const numbered = names.filter((name) => /^\d+$/u.test(name.slice(prefix.length)));
  const claims = await Promise.all(
    numbered.map(async (name) => {
      const claim = join(dirname(path), name);
      const content = await readFile(claim, 'utf8').catch(() => null);
      if (content === null) return null;
      return { path: claim, number: Number(name.slice(prefix.length)), holder: readIdentity(content) };
    }),
  );
  return claims.filter((claim) => claim !== null).sort((left, right) => left.number - right.number);
}

async function isAnyHeld(claims: readonly Claim[]): Promise<boolean> {
  return (await livingHolders(claims)).length > 0;
}

async function livingHolders(claims: readonly Claim[]): Promise<readonly ProcessIdentity[]> {
  const holders = claims.flatMap(({ holder }) => holder ?? []);
  const states = await Promise.all(holders.map(stateOfProcess));
  return holders.filter((_holder, index) => states[index] !== 'down');
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}
