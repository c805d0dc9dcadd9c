/** Finds the built file of a thread's edge: worker threads do not run from TypeScript sources, so it is used from there too. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ToolError } from './error.js';

/** `name` is that of its source in `src/`, without the ending. */
export function threadFile(name: string): string {
  const built = [`../${name}.js`, `../../dist/${name}.js`]
    .map((relative) => fileURLToPath(new URL(relative, import.meta.url)))
    .find((path) => existsSync(path));
  if (built !== undefined) return built;
  throw new ToolError('setupFailed', `The file ${name}.js has not been built.`, 'Run: npm run build');
}
