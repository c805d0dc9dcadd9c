/** Bundles the browser scripts and style sheets of the pages, of a run, of a study and of a run that goes on, into dist/report, from where they are put into the pages. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const source = new URL('src/catalog/reporters/html/', root);
const target = new URL('dist/report/', root);

/** Licences of what is inside travel with it: the packages' own comments name only themselves. */
const bundledPackages = ['chart.js', '@kurkle/color', 'chartjs-plugin-annotation'];

async function noticeOf(name) {
  const folder = new URL(`node_modules/${name}/`, root);
  const { version } = JSON.parse(await readFile(new URL('package.json', folder), 'utf8'));
  const licence = await readFile(new URL('LICENSE.md', folder), 'utf8');
  return `${name} ${version}\n${licence.trim()}`;
}

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(entry, source))],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    target: ['chrome110', 'firefox115', 'safari16.4'],
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].text.replace(/\r/g, '');
}

const notices = (await Promise.all(bundledPackages.map(noticeOf))).join('\n\n').replace(/\*\//g, '* /');

/** `notice`: the licences of what is inside. */
async function writeScript(name, entry, notice) {
  const script = await bundle(entry, { format: 'iife', legalComments: 'none', tsconfigRaw: {} });
  const finished = `${script.trimEnd()}\n${notice}`;
  if (/<\/script|<!--/i.test(finished))
    throw new Error('The bundle contains a text that would end its script element.');
  await writeFile(new URL(`${name}.js`, target), finished);
}

async function writeStyle(name) {
  const style = await bundle(`${name}.css`, { legalComments: 'none' });
  if (/<\/style/i.test(style)) throw new Error('The style sheet contains a text that would end its style element.');
  await writeFile(new URL(`${name}.css`, target), style.trimEnd());
}

await mkdir(target, { recursive: true });
const licences = `/*! Bundled software and its licences:\n\n${notices}\n*/\n`;
await writeScript('report', 'browser/main.ts', licences);
await writeScript('live', 'browser/live/main.ts', licences);
await writeScript('study', 'browser/study.ts', '');
await writeStyle('report');
await writeStyle('live');
