/** `npm test`: sets up what is missing, then runs every test. Arguments after `--` go to vitest. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { conclude, root, setUp } = await import('./setup/set-up.mjs');
const { runInFront } = await import('./setup/child.mjs');

await conclude(async () => {
  await setUp({ browser: process.env['CI'] === undefined ? 'welcome' : 'required' });
  const reporters = ['--reporter=default', '--reporter=./tools/count-reporter.mjs'];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...process.argv.slice(2)];
  return runInFront(process.execPath, args, { cwd: root });
});
