/** Where a run's artefacts go, and how a user names a stored run: by folder, or as "last". */
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readEvents } from '../journal/event-log.js';
import { eventFile } from '../journal/run-directory.js';
import { messageOf, ToolError } from '../kit/error.js';
import type { RunHeader } from '../model/journal.js';

export const reportsFolder = 'reports';

/** Creates the folder for a new run. A folder of the user's choice must be empty, so that no older result is mixed in. */
export async function createRunFolder(
  chosen: string | undefined,
  scenarioName: string,
  wallClock: string,
): Promise<string> {
  if (chosen === undefined) return claimFolder(scenarioName, wallClock);
  const folder = resolve(chosen);
  const existing = await readdir(folder).catch(() => []);
  if (existing.length > 0) {
    throw new ToolError(
      'guardRefused',
      `The folder ${folder} is not empty.`,
      'Choose another with --out, or remove it: results are never overwritten.',
    );
  }
  await makeFolder(folder);
  await tryFolder(folder);
  return folder;
}

/** What is there already may be of a file system that takes nothing: better known before servers are started. */
async function tryFolder(folder: string): Promise<void> {
  const trial = join(folder, '.trial');
  await makeFolder(trial);
  await rmdir(trial);
}

/** Of two runs that begin in the same second each gets a folder of its own. */
async function claimFolder(scenarioName: string, wallClock: string): Promise<string> {
  const stamp = wallClock.slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '-');
  for (let number = 1; ; number += 1) {
    const folder = resolve(reportsFolder, `${stamp}-${scenarioName}${number === 1 ? '' : `-${number}`}`);
    if (await makeFolder(folder)) return folder;
  }
}

/** Resolves to whether it was not there before. Level by level, because Node's own recursion never ends where the kernel lies about a parent (/proc). */
async function makeFolder(folder: string): Promise<boolean> {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) await makeFolder(parent);
  try {
    await mkdir(folder);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST' && statSync(folder).isDirectory()) return false;
    const hint = 'Choose a writable place with --out.';
    throw new ToolError('setupFailed', `The folder ${folder} cannot be created: ${messageOf(cause)}.`, hint, { cause });
  }
}

/** Removes a folder in which nothing was written after all; files may have been opened. One that holds something stays. */
export async function giveBackFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && found.size === 0) await rm(path, { force: true });
  }
  await rmdir(folder).catch(() => undefined);
}

/** Moves the artefacts of an earlier verdict aside, before another one takes their place. Resolves to the folder that holds them, null where there were none. */
export async function keepEarlier(folder: string, artefacts: readonly string[]): Promise<string | null> {
  const present = artefacts.filter((name) => existsSync(join(folder, name)));
  if (present.length === 0) return null;
  let number = 1;
  while (!(await makeFolder(join(folder, `earlier-${number}`)))) number += 1;
  const aside = join(folder, `earlier-${number}`);
  for (const name of present) await rename(join(folder, name), join(aside, name));
  return aside;
}

/** The folder of a stored run; "last" is the newest one under reports/. */
export async function findRunFolder(named: string): Promise<string> {
  const folder = named === 'last' ? await newestRun() : resolve(named);
  if (!(await hasJournal(folder))) {
    const hint = 'Name the folder of a run, such as reports/20260101-120000-payday-spike-node-kill, or "last".';
    throw new ToolError('setupFailed', `${folder} holds no journal (${eventFile}).`, hint);
  }
  return folder;
}

export async function hasJournal(folder: string): Promise<boolean> {
  const events = await stat(join(folder, eventFile)).catch(() => null);
  return events !== null && events.size > 0;
}

async function newestRun(): Promise<string> {
  const names = await readdir(reportsFolder).catch(() => []);
  const runs = await Promise.all(
    names.map(async (name) => {
      const events = await stat(join(reportsFolder, name, eventFile)).catch(() => null);
      return { name, changedMs: events === null || events.size === 0 ? 0 : events.mtimeMs };
    }),
  );
  const newest = runs.filter((run) => run.changedMs > 0).sort((a, b) => b.changedMs - a.changedMs)[0];
  if (newest === undefined) {
    throw new ToolError(
      'setupFailed',
      `There is no run under ${reportsFolder}/ yet.`,
      'Start one with: paystorm run <scenario>.',
    );
  }
  return resolve(reportsFolder, newest.name);
}

/** How a stored run was started. */
export function storedHeader(directory: string): RunHeader {
  const started = readEvents(directory).find((event) => event.kind === 'run-started');
  if (started?.kind === 'run-started') return started.run;
  throw new ToolError(
    'setupFailed',
    `The run in ${directory} ended before it sent anything.`,
    'There is nothing to judge or to verify.',
  );
}
