/** The version of this tool, from its own package file. */
import { createRequire } from 'node:module';

const packageFile = createRequire(import.meta.url)('../../package.json') as { readonly version: string };

export const toolVersion = packageFile.version;
