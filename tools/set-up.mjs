/** Sets up everything that `npm start` and `npm test` need, the browser of the tests included, and runs nothing. For CI, which checks before it tests. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { conclude, setUp } = await import('./setup/set-up.mjs');

await conclude(async () => {
  await setUp({ browser: 'required' });
  return 0;
});
