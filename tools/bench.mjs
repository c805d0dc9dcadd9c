/** `npm run bench`: how fast the load is, beside plain mysql2 and sysbench and piece by piece. `-- paths` or `-- payments` measures one of the two, `-- smoke` looks for gross losses only, `-- audit` measures the audit of large ledgers. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { conclude, say, setUp } = await import('./setup/set-up.mjs');

await conclude(async () => {
  const [part = 'all', ...numbers] = process.argv.slice(2);
  if (!['all', 'paths', 'payments', 'smoke', 'audit'].includes(part)) {
    say('Usage: npm run bench [-- paths | payments [rounds] [seconds] | smoke | audit [millions…]]');
    return 100;
  }
  await setUp({ loadTool: part !== 'paths' && part !== 'audit' });
  const { runBenchmarks } = await import('../bench/benchmarks.mjs');
  return runBenchmarks(part, numbers.map(Number));
});
