/** Bundles the report's browser script and style sheet into dist/report, from where the HTML reporter inlines them. */
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

const asScript = { format: 'iife', legalComments: 'none', tsconfigRaw: {} };
const script = await bundle('browser/main.ts', asScript);
const studyScript = await bundle('browser/study.ts', asScript);
const style = await bundle('report.css', { legalComments: 'none' });
const notices = (await Promise.all(bundledPackages.map(noticeOf))).join('\n\n');
const finished = `${script.trimEnd()}\n/*! Bundled software and its licences:\n\n${notices.replace(/\*\//g, '* /')}\n*/\n`;
if (/<\/script|<!--/i.test(finished + studyScript)) throw new Error('The bundle contains a text that would end its script element.');
if (/<\/style/i.test(style)) throw new Error('The style sheet contains a text that would end its style element.');

await mkdir(target, { recursive: true });
await writeFile(new URL('report.js', target), finished);
await writeFile(new URL('study.js', target), studyScript);
await writeFile(new URL('report.css', target), style.trimEnd());
