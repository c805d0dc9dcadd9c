/** Where the CPU of a payment goes: how much of the client's is the kernel's, and what the rest is spent in. Says why a ratio is what it is. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBare, startSysbench, startWhole } from './contenders.mjs';
import { openPlace } from './place.mjs';

const order = { connections: 16, accounts: 10_000 };
const warmupSeconds = 10;
const samplesPerSecond = 499;
const msPerTick = 10;

/** Yields a line for each contender. `shares` are those of the samples by where they were taken; null without perf. */
export async function* profilePayments(scenarioFile, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'ps-bench-perf-'));
  const place = await openPlace(scenarioFile, []);
  try {
    await place.prepare();
    const full = { ...order, seconds: warmupSeconds + seconds + 2 };
    const watched = (contender, started) => watch(place, { contender, started, seconds, folder });
    yield await watched('sysbench', startSysbench(place, full));
    for (const client of ['per-statement', 'batched', 'pipelined']) {
      const bare = await watched(`bare ${client}`, startBare(place, { ...full, client }));
      yield bare;
      const rate = Math.ceil(bare.perSecond);
      yield await watched(`paystorm ${client}`, startWhole(place, { ...full, client, rate, threads: 1 }));
    }
  } finally {
    await place.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function watch(place, { contender, started, seconds, folder }) {
  const { pid, told } = started;
  await sleep(warmupSeconds * 1_000);
  const [before, cpuBefore] = [await place.sample(pid), cpuOf(pid)];
  const file = join(folder, 'samples');
  const isSampled = await sample(pid, seconds, file);
  const [after, cpuAfter] = [await place.sample(pid), cpuOf(pid)];
  await told;
  const payments = after.payments - before.payments;
  return {
    contender,
    perSecond: (payments / (after.atMs - before.atMs)) * 1_000,
    userMs: (cpuAfter.userMs - cpuBefore.userMs) / payments,
    kernelMs: (cpuAfter.kernelMs - cpuBefore.kernelMs) / payments,
    shares: isSampled ? sharesIn(file) : null,
  };
}

function cpuOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { userMs: Number(fields[11]) * msPerTick, kernelMs: Number(fields[12]) * msPerTick };
}

/** Resolves, after so many seconds, to whether there are samples. */
async function sample(pid, seconds, file) {
  const rate = ['-F', `${samplesPerSecond}`];
  try {
    execFileSync('perf', ['record', '-q', ...rate, '-o', file, '-p', `${pid}`, '--', 'sleep', `${seconds}`], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    await sleep(seconds * 1_000);
    return false;
  }
}

/** By the file that a sample was in; code that was compiled at run time is in none. */
function sharesIn(file) {
  const report = execFileSync('perf', ['report', '-i', file, '--sort', 'dso', '--stdio'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = [...report.toString().matchAll(/^\s+([\d.]+)%\s+(\S.*?)\s*$/gmu)];
  return lines.map(([, percent, place]) => ({ place, percent: Number(percent) })).filter(({ percent }) => percent >= 1);
}

export function profileLineOf({ contender, perSecond, userMs, kernelMs, shares }) {
  const cells = [
    contender.padEnd(22),
    `${perSecond.toFixed(0).padStart(5)}/s`,
    `client ${(userMs + kernelMs).toFixed(3)} ms`,
    `of these the kernel ${kernelMs.toFixed(3)} ms`,
    shares === null
      ? 'no samples: apt-get install linux-perf'
      : shares.map(({ place, percent }) => `${place} ${percent.toFixed(0)} %`).join(', '),
  ];
  return cells.join('  ');
}
