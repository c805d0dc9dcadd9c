/** `npm run bench`: how fast the paths are that run once for each arrival, so that a change which slows them is seen before it distorts a measurement. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { conclude, prepareCode } = await import('./setup/set-up.mjs');

await conclude(async () => {
  await prepareCode();
  const { runBenchmarks } = await import('../bench/benchmarks.mjs');
  await runBenchmarks();
  return 0;
});
