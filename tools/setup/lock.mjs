/** Lets one set-up at a time work on a place. The lock is a directory that holds one empty file named after its owner; a lock whose owner is gone is taken over. */
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetUpError } from './set-up-error.mjs';

const pollEveryMs = 200;
const waitMsMax = 15 * 60_000;
/** Between making the directory and naming its owner there is an instant; longer than this means that the owner died in it. */
const unnamedMsMax = 5_000;

/** `onWait` is called once when somebody else holds the lock. */
export async function withLock(path, work, onWait = () => {}) {
  await acquire(path, onWait);
  const release = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

async function acquire(path, onWait) {
  const deadline = performance.now() + waitMsMax;
  for (let tries = 0; !tryAcquire(path); tries += 1) {
    if (removeIfAbandoned(path)) continue;
    if (performance.now() > deadline) {
      throw new SetUpError(`Another set-up has held ${path} for too long.`, `If none is running: rm -r "${path}"`);
    }
    if (tries === 0) onWait();
    await sleep(pollEveryMs);
  }
}

function tryAcquire(path) {
  try {
    mkdirSync(path, { mode: 0o700 });
    writeFileSync(join(path, ownerName(process.pid)), '', { flag: 'wx' });
    return true;
  } catch (error) {
    // ENOENT: somebody took the still unnamed lock for abandoned.
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    throw new SetUpError(`The lock ${path} cannot be made: ${error.message}`, 'Is the folder writable for you?');
  }
}

/** Removing a dead owner's name succeeds for exactly one process, so nobody removes a lock that was taken in the meantime. */
function removeIfAbandoned(path) {
  try {
    const [owner] = readdirSync(path);
    if (owner === undefined && Date.now() - statSync(path).mtimeMs < unnamedMsMax) return false;
    if (owner !== undefined && isAlive(owner)) return false;
    if (owner !== undefined) unlinkSync(join(path, owner));
    rmdirSync(path);
    return true;
  } catch {
    // Gone or renamed under our eyes: look again.
    return false;
  }
}

function ownerName(pid) {
  return `${pid}-${startOf(pid)}`;
}

/** Process ids come back; together with the start time they do not. */
function isAlive(owner) {
  const pid = Number(owner.split('-')[0]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return ownerName(pid) === owner;
}

/** In clock ticks since boot; 0 where the system does not tell. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0;
  }
}
