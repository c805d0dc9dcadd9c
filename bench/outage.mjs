/**
 * The worst minute: what the runner's memory does while nothing is answered for 60 s at 5,000 arrivals a second, and how soon the load is back.
 * A whole `paystorm run` in a process of its own, seen from outside.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEvents } from '../dist/journal/event-log.js';
import { readAttempts } from '../dist/journal/attempt-file.js';

const programFile = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const sampleEveryMs = 200;
const rate = 5_000;
/** Of the runner, at any time. */
export const megabytesMax = 300;
const beforeSeconds = 20;
const afterSeconds = 20;
/** Two of three arrivals only look at a balance, so that one server on a shared machine can serve as many. */
const changesFor = (outageSeconds) => [
  'traffic.mix={ transfer: 1, balance: 2 }',
  `traffic.phases=[{ name: steady, for: ${beforeSeconds + outageSeconds + afterSeconds}s, rate: ${rate}/s }]`,
  `faults=[{ name: freeze, fault: node-pause, node: db, at: steady + ${beforeSeconds}s, heal: ${outageSeconds}s }]`,
  'client.sending=pipelined',
  'client.connections=32',
  'target.nodes=[{ name: db, zone: a }]',
  'gates=[]',
];

export async function benchOutage(scenarioFile, outageSeconds) {
  const folder = mkdtempSync(join(tmpdir(), 'ps-outage-'));
  const out = join(folder, 'run');
  const sets = changesFor(outageSeconds).flatMap((change) => ['--set', change]);
  const samples = await sampled(['run', scenarioFile, '--out', out, '--quiet', ...sets]);
  const found = summaryOf(out, samples);
  rmSync(folder, { recursive: true, force: true });
  return found;
}

/** Resolves to the resident memory of the runner over wall-clock time. */
function sampled(args) {
  const samples = [];
  const child = spawn(process.execPath, [programFile, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  const timer = setInterval(() => {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/mu.exec(statusOf(child.pid)) ?? [];
    const [, peak] = /^VmHWM:\s+(\d+) kB/mu.exec(statusOf(child.pid)) ?? [];
    if (kilobytes !== undefined)
      samples.push({ atMs: Date.now(), megabytes: Number(kilobytes) / 1_024, peak: Number(peak) / 1_024 });
  }, sampleEveryMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(timer);
      // Verdicts; a slow machine may serve too few before the outage for one.
      if ([0, 99, 121].includes(code ?? -1)) resolve(samples);
      else reject(new Error(`The run ended with ${code}.`));
    });
  });
}

function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function summaryOf(out, samples) {
  const events = readEvents(out);
  const atOf = (kind) => events.find((event) => event.kind === kind)?.atMs ?? Number.NaN;
  const started = Date.parse(events.find((event) => event.kind === 'load-started')?.wallClock ?? '');
  const [injected, healed, ended] = [atOf('fault-injected'), atOf('fault-healed'), atOf('load-finished')];
  const between = (fromMs, toMs) => {
    const inside = samples.filter(({ atMs }) => atMs - started >= fromMs && atMs - started < toMs);
    return Math.round(Math.max(...inside.map(({ megabytes }) => megabytes)));
  };
  const quarterMs = (healed - injected) / 4;
  const quarters = [1, 2, 3, 4].map((quarter) => [
    `quarter ${quarter} of the outage`,
    between(injected + (quarter - 1) * quarterMs, injected + quarter * quarterMs),
  ]);
  return {
    megabytes: {
      before: between(0, injected),
      ...Object.fromEntries(quarters),
      'after it': between(healed, ended),
      'audit and verdict': between(ended, Infinity),
      peak: Math.round(samples.at(-1)?.peak ?? Number.NaN),
    },
    ...countsOf(out, healed),
  };
}

/** How arrivals ended, and what share of those planned for each of the first seconds after the heal was acknowledged. */
function countsOf(out, healedMs) {
  const outcomes = {};
  const acknowledged = new Map();
  readAttempts(out, ({ outcome, dropReason, intendedStartMs, endMs }) => {
    const name = outcome === 'dropped' ? dropReason : outcome;
    outcomes[name] = (outcomes[name] ?? 0) + 1;
    if (outcome !== 'acknowledged' || endMs - intendedStartMs > 1_000) return;
    const second = Math.floor((intendedStartMs - healedMs) / 1_000);
    acknowledged.set(second, (acknowledged.get(second) ?? 0) + 1);
  });
  const shares = Array.from({ length: 6 }, (_each, second) => (acknowledged.get(second - 1) ?? 0) / rate);
  return { outcomes, shares };
}
