/** `npm run build`: compiles src into dist, whether or not it is needed. */
import { build } from './setup/build.mjs';
import { conclude, root } from './setup/set-up.mjs';

await conclude(async () => {
  await build(root);
  return 0;
});
