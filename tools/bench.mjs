/** `npm run bench`: how fast the load is, beside plain mysql2 and sysbench and piece by piece. `-- paths`, `-- payments` or `-- outage` measures one of them, `-- proxy` what the fault proxy costs, `-- audit` the audit of large ledgers, `-- profile` where the CPU of a payment goes, `-- smoke` looks for gross losses only. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { conclude, root, say, setUp } = await import('./setup/set-up.mjs');
const { runInFront } = await import('./setup/child.mjs');

await conclude(async () => {
  const [part = 'all', ...numbers] = process.argv.slice(2);
  if (!['all', 'paths', 'payments', 'outage', 'audit', 'profile', 'proxy', 'smoke'].includes(part)) {
    say(
      'Usage: npm run bench [-- paths | payments [rounds] [seconds] | outage [seconds] | proxy [rounds] [seconds] [rate] | audit [millions…] | profile [seconds] | smoke]',
    );
    return 100;
  }
  await setUp({ loadTool: ['all', 'payments', 'profile', 'smoke'].includes(part) });
  // A process of its own, so that an interruption leaves it the time to end its server.
  return runInFront(process.execPath, ['bench/main.mjs', part, ...numbers], { cwd: root });
});
