/** paystorm's load as a rehearsal drives it: schedule, pool, journal, histograms. Order as JSON in, figures as JSON out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalog } from '../../dist/catalog/index.js';
import { openLoop } from '../../dist/catalog/engines/open-loop/open-loop.js';
import { readAttempts } from '../../dist/journal/attempt-file.js';
import { createSystemClock } from '../../dist/kit/clock.js';
import { buildPlan } from '../../dist/plan/build-plan.js';
import { readScenario } from '../../dist/scenario/read-scenario.js';

const order = JSON.parse(process.argv[2]);
const { endpoint, client, connections, threads, seconds, rate, runTag, scenarioFile } = order;
/** What is planned before this is driven, and not told. */
const fromMs = (order.untoldSeconds ?? 0) * 1_000;
const catalog = createCatalog();
const changes = [
  `client.sending=${client}`,
  `client.connections=${connections}`,
  `client.threads=${threads}`,
  'client.retry=none',
  'traffic.mix={ transfer: 1 }',
  `traffic.phases=[{ name: steady, for: ${seconds}s, rate: ${rate}/s }]`,
  'gates=[]',
];
const { scenario } = await readScenario(scenarioFile, { set: changes, environment: {} }, catalog);
const plan = buildPlan(scenario, catalog);
const directory = mkdtempSync(join(tmpdir(), 'ps-bench-run-'));
const clock = createSystemClock();
let lagMsMax = 0;
const lags = [];
const load = openLoop.start({
  plan,
  runTag,
  flavor: 'mariadb',
  nodes: [endpoint],
  route: { writable: [endpoint.name] },
  journalDirectory: directory,
  clockOriginMs: clock.originMs,
  onInterval: (interval) => {
    if (interval.atMs < fromMs + 500) return;
    if (interval.offered > 0) lags.push(interval.scheduleLagMsP99);
    lagMsMax = Math.max(lagMsMax, interval.scheduleLagMsMax ?? 0);
  },
});
await load.ready;
load.go(clock.nowMs());
await load.finished;
const outcomes = {};
const times = [];
const waits = [];
readAttempts(directory, ({ attempt, outcome, dropReason, intendedStartMs, startMs, endMs }) => {
  if (intendedStartMs < fromMs) return;
  const name = outcome === 'dropped' ? dropReason : outcome;
  outcomes[name] = (outcomes[name] ?? 0) + 1;
  if (attempt === 1) waits.push(startMs - intendedStartMs);
  if (outcome !== 'acknowledged') return;
  times.push(endMs - intendedStartMs);
});
times.sort((a, b) => a - b);
waits.sort((a, b) => a - b);
process.stdout.write(
  JSON.stringify({
    p50Ms: times[Math.floor(times.length * 0.5)],
    p99Ms: times[Math.floor(times.length * 0.99)],
    lagsMs: lags,
    lagMsMax,
    /** From the planned start to the send, over all arrivals: with the wait for a free connection, where there was one. */
    waitP99Ms: waits[Math.floor(waits.length * 0.99)],
    outcomes,
  }),
);
await load[Symbol.asyncDispose]();
rmSync(directory, { recursive: true });
process.exit(0);
