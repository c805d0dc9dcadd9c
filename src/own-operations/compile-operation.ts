/** Compiles the TypeScript file of an operation, with everything that it imports, to one text that needs nothing else. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message, Plugin } from 'esbuild';
import { messageOf, ToolError } from '../kit/error.js';
import { createTurns } from '../kit/take-turns.js';
import { limits } from '../model/limits.js';
import type { LoadProblem } from '../model/operation-loader.js';
import { purityHint } from './fence.js';

export interface Compiled {
  readonly text: string;
  /** Of the text, hexadecimal. */
  readonly sha256: string;
  readonly map: string;
}

/** Where the module lies that `paystorm` stands for, wherever the file lies that imports it. */
const words = fileURLToPath(new URL('../catalog/operations/words/', import.meta.url));
const entry = 'define-operation';

/** There is one compiler for all of them, and whoever is done ends it. */
const takeTurn = createTurns();

/** The same file gives the same text on every machine, so that its fingerprint tells whether it is the same operation. */
export function compileOperation(file: string): Promise<Compiled | readonly LoadProblem[]> {
  return takeTurn(() => compile(file));
}

async function compile(file: string): Promise<Compiled | readonly LoadProblem[]> {
  const { build, stop } = await import('esbuild');
  const folder = dirname(resolve(file));
  try {
    const { outputFiles } = await build({
      entryPoints: [resolve(file)],
      absWorkingDir: folder,
      bundle: true,
      write: false,
      outfile: join(folder, 'operation.js'),
      sourcemap: 'external',
      sourcesContent: false,
      format: 'iife',
      globalName: 'operation',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'node20.19',
      charset: 'utf8',
      legalComments: 'none',
      // What lies around the file must not change what it means.
      tsconfigRaw: {},
      plugins: [paystorm, nothingOfNode],
      logLevel: 'silent',
    });
    const [map = '', text = ''] = outputFiles.map((each) => each.text);
    if (Buffer.byteLength(text) > limits.ownOperationBytesMax) return [tooLarge];
    return { text, sha256: createHash('sha256').update(text).digest('hex'), map };
  } catch (error) {
    const { errors = [] } = error as { readonly errors?: readonly Message[] };
    if (errors.length === 0) throw noCompiler(error);
    return errors.map((each) => problemOf(each, folder));
  } finally {
    // The compiler is a process of its own.
    await stop();
  }
}

function noCompiler(cause: unknown): ToolError {
  const hint = 'Install paystorm again, with its optional packages: npm install --include=optional.';
  return new ToolError('setupFailed', `The compiler cannot be started: ${messageOf(cause)}`, hint, { cause });
}

const tooLarge: LoadProblem = {
  message: 'it is larger than 1 MiB with all that it imports',
  hint: 'An operation is a page or two.',
};

/** Named without a path, which would be another one on every machine. */
const paystorm: Plugin = {
  name: 'paystorm',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^paystorm$/ }, () => ({ path: entry, namespace: 'paystorm' }));
    onResolve({ filter: /^\.\/[a-z-]+\.js$/, namespace: 'paystorm' }, ({ path }) => {
      return { path: path.slice(2, -'.js'.length), namespace: 'paystorm' };
    });
    onLoad({ filter: /^/, namespace: 'paystorm' }, async ({ path }) => {
      const compiled = join(words, `${path}.js`);
      const source = existsSync(compiled) ? compiled : join(words, `${path}.ts`);
      return { contents: await readFile(source, 'utf8'), loader: 'ts' };
    });
  },
};

const nothingOfNode: Plugin = {
  name: 'nothing-of-node',
  setup({ onResolve }) {
    onResolve({ filter: /^/ }, ({ path }) => (isBuiltin(path) ? { errors: [{ text: `it imports ${path}` }] } : null));
  },
};

function problemOf({ text, location, pluginName }: Message, folder: string): LoadProblem {
  const hint = pluginName === nothingOfNode.name ? purityHint : null;
  if (location === null) return { message: text, hint };
  const { file, line, column, length } = location;
  return { message: text, hint, place: { path: resolve(folder, file), line, column, length } };
}
