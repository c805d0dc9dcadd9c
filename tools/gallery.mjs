/**
 * Makes the gallery of reports under reports/sample/gallery: plays the stories of tools/gallery on real servers, keeps their records, and has the tests picture their pages.
 * `node tools/gallery.mjs` plays all of them, `node tools/gallery.mjs passing` one, and `--pictures` only pictures again what is kept.
 */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const gallery = `${root}reports/sample/gallery`;
/** What each story must end with: a gallery of other reports would show something else than it says. */
const exitCodes = { passing: 0, failing: 99, inconclusive: 121, 'data-loss': 120, anomalies: 120 };

async function play(story) {
  const folder = `reports/gallery-${story}`;
  await rm(`${root}${folder}`, { recursive: true, force: true });
  const status = run('bin/paystorm.mjs', 'run', `tools/gallery/${story}.yaml`, '--out', folder);
  if (status !== exitCodes[story]) {
    throw new Error(
      `${story} ended with ${status}, not with ${exitCodes[story]}: play it again on a machine that does nothing else.`,
    );
  }
  await copyFile(`${root}${folder}/record.json`, `${gallery}/${story}.record.json`);
  await rm(`${root}${folder}`, { recursive: true });
}

function run(...words) {
  const env = { ...process.env, PICTURES: 'write' };
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit', env }).status;
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const stories = wanted.length > 0 ? wanted : Object.keys(exitCodes);
await mkdir(gallery, { recursive: true });
if (!process.argv.includes('--pictures')) for (const story of stories) await play(story);
const names = stories.join('|');
process.exitCode =
  run(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'waiting',
    '-t',
    names,
    'test/e2e/report/gallery.test.ts',
  ) ?? 1;
