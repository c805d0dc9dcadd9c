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
import { describe, measure } from './measure.mjs';
import { comparePayments, measureLag } from './payments/compare.mjs';
import { grossLosses } from './payments/gross-losses.mjs';
import { openPlace } from './payments/place.mjs';
import { lineOf, lagLineOf, tableOf } from './payments/table.mjs';

const scenarioFile = fileURLToPath(new URL('../scenarios/steady-single.yaml', import.meta.url));
/** Long enough that no benchmark comes to the end of its arrivals. */
const changes = ['traffic.phases.steady.for=5m', 'traffic.phases.steady.rate=10k/s'];
const say = (text) => process.stdout.write(`${text}\n`);

/** Resolves to the exit code. */
export async function runBenchmarks(part, numbers) {
  if (part === 'smoke') return smoke();
  if (part === 'audit') return runAudits(numbers);
  const [rounds = 5, seconds = 8] = numbers;
  if (part !== 'payments') await runPaths();
  if (part !== 'paths') await runPayments(rounds, seconds);
  return 0;
}

async function runPaths() {
  const catalog = createCatalog();
  const scenario = await readScenario(scenarioFile, { set: changes, environment: {} }, catalog);
  const plan = buildPlan(scenario, catalog);
  const all = [benchArrivals(plan), benchContents(plan, catalog.operations), benchHistogram(), benchJournal()];
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
  const results = await comparePayments(scenarioFile, { rounds: 1, seconds: 4, say: (result) => say(lineOf(result)) });
  const losses = grossLosses(results);
  for (const loss of losses) say(loss);
  return losses.length === 0 ? 0 : 1;
}
