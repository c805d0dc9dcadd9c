/** The benchmarks in their order: first the paths that run once for each arrival, then whole payments beside other clients. The audit of large ledgers is measured on its own. */
import { fileURLToPath } from 'node:url';
import { buildPlan } from '../dist/plan/build-plan.js';
import { createCatalog } from '../dist/catalog/index.js';
import { readScenario } from '../dist/scenario/read-scenario.js';
import { benchArrivals } from './arrivals.mjs';
import { measureAudits } from './audit/measure-audits.mjs';
import { benchContents } from './contents.mjs';
import { benchHistogram } from './histogram.mjs';
import { benchJournal } from './journal.mjs';
import { benchOutage, megabytesMax } from './outage.mjs';
import { benchPacer } from './pacer.mjs';
import { describe, measure } from './measure.mjs';
import { comparePayments, measureLag } from './payments/compare.mjs';
import { grossLosses } from './payments/gross-losses.mjs';
import { openPlace } from './payments/place.mjs';
import { compareProxy } from './proxy/compare.mjs';
import { proxyLineOf, proxyTableOf } from './proxy/table.mjs';
import { profileLineOf, profilePayments } from './payments/profile.mjs';
import { lineOf, lagLineOf, tableOf } from './payments/table.mjs';

const scenarioFile = fileURLToPath(new URL('../scenarios/steady-single.yaml', import.meta.url));
/** Long enough that no benchmark comes to the end of its arrivals. */
const changes = ['traffic.phases.steady.for=5m', 'traffic.phases.steady.rate=10k/s'];
const say = (text) => process.stdout.write(`${text}\n`);

/** Resolves to the exit code. */
export async function runBenchmarks(part, numbers) {
  if (part === 'smoke') return smoke();
  if (part === 'audit') return runAudits(numbers);
  if (part === 'proxy') return runProxy(numbers);
  if (part === 'profile') return runProfile(numbers);
  const [rounds = 5, seconds = 8] = numbers;
  if (part === 'all' || part === 'paths') await runPaths();
  if (part === 'all' || part === 'payments') await runPayments(rounds, seconds);
  if (part === 'outage') return runOutage(numbers);
  if (part === 'all') return runOutage();
  return 0;
}

async function runPaths() {
  const catalog = createCatalog();
  const { scenario } = await readScenario(scenarioFile, { set: changes, environment: {} }, catalog);
  const plan = buildPlan(scenario, catalog);
  const all = [
    benchArrivals(plan),
    benchPacer(),
    benchContents(plan, catalog.operations),
    benchHistogram(),
    benchJournal(),
  ];
  for (const benchmark of all) {
    const found = measure((count) => benchmark.run(count));
    say(describe(benchmark.name, found));
    benchmark.end?.();
  }
}

async function runPayments(rounds, seconds) {
  const results = await comparePayments(scenarioFile, { rounds, seconds, say: (result) => say(lineOf(result)) });
  say(`\n${tableOf(results)}`);
  const lags = await measureLag(scenarioFile, results);
  for (const lag of lags) say(lagLineOf(lag));
}

async function runProxy([rounds = 5, seconds = 6, rate = 2_000]) {
  const results = await compareProxy(scenarioFile, {
    rounds,
    seconds,
    sendings: ['per-statement', 'batched'],
    rates: [null, rate],
    say: (result) => say(proxyLineOf(result)),
  });
  say(`\n${proxyTableOf(results)}`);
  return 0;
}

async function runProfile([seconds = 8]) {
  for await (const found of profilePayments(scenarioFile, seconds)) say(profileLineOf(found));
  return 0;
}

async function runOutage([outageSeconds = 60] = []) {
  const { megabytes, outcomes, shares } = await benchOutage(scenarioFile, outageSeconds);
  for (const [when, peak] of Object.entries(megabytes)) say(`memory of the runner, ${when}: ${peak} MB at most`);
  say(`how arrivals ended: ${JSON.stringify(outcomes)}`);
  const percent = shares.map((share) => `${(share * 100).toFixed(1)} %`);
  say(`acknowledged in time, of the arrivals from one second before the heal on, by second: ${percent.join(', ')}`);
  if (megabytes.peak <= megabytesMax) return 0;
  say(`The runner must not take more than ${megabytesMax} MB.`);
  return 1;
}

async function runAudits(numbers) {
  const place = await openPlace(scenarioFile, []);
  try {
    await measureAudits(place, numbers.length === 0 ? [1, 3, 10] : numbers, say);
  } finally {
    await place.close();
  }
  return 0;
}

/** Not for figures: a single short round, in which nothing may be worse than half as good as it should be. */
async function smoke() {
  const brief = { rounds: 1, seconds: 3, warmupSeconds: 2 };
  const results = await comparePayments(scenarioFile, { ...brief, say: (result) => say(lineOf(result)) });
  const losses = grossLosses(results);
  for (const loss of losses) say(loss);
  return losses.length === 0 ? 0 : 1;
}
