/** The benchmarks in their order, all over the same plan: what arrives when, what it asks for, and writing down what happened. */
import { fileURLToPath } from 'node:url';
import { buildPlan } from '../dist/plan/build-plan.js';
import { createCatalog } from '../dist/catalog/index.js';
import { readScenario } from '../dist/scenario/read-scenario.js';
import { benchArrivals } from './arrivals.mjs';
import { benchContents } from './contents.mjs';
import { benchJournal } from './journal.mjs';
import { describe, measure } from './measure.mjs';

const scenarioFile = fileURLToPath(new URL('../scenarios/steady-single.yaml', import.meta.url));
/** Long enough that no benchmark comes to the end of its arrivals. */
const changes = ['traffic.phases.steady.for=5m', 'traffic.phases.steady.rate=10k/s'];

export async function runBenchmarks() {
  const catalog = createCatalog();
  const scenario = await readScenario(scenarioFile, { set: changes, environment: {} }, catalog);
  const plan = buildPlan(scenario, catalog);
  for (const benchmark of [benchArrivals(plan), benchContents(plan, catalog.operations), benchJournal()]) {
    process.stdout.write(
      `${describe(
        benchmark.name,
        measure((count) => benchmark.run(count)),
      )}\n`,
    );
    benchmark.end?.();
  }
}
