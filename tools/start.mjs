/** `npm start`: sets up what is missing, then rehearses the payday spike with a node that dies at its top. Arguments after `--` go to `paystorm run`. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
// Only now: the rest may use what an older Node cannot even read.
const { conclude, root, setUp } = await import('./setup/set-up.mjs');
const { runInFront } = await import('./setup/child.mjs');

await conclude(async () => {
  await setUp();
  const args = ['dist/main.js', 'run', 'scenarios/payday-spike-node-kill.yaml', ...process.argv.slice(2)];
  return runInFront(process.execPath, args, { cwd: root });
});
