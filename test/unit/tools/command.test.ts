/** The command that npm links: it is there before anything is compiled, and says then what to run. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Scratch } from '../../fixtures/scratch.js';

function paystormIn(place: Scratch) {
  cpSync('bin', place.path('bin'), { recursive: true });
  const options = { encoding: 'utf8' } as const;
  return () => spawnSync(process.execPath, [place.path('bin/paystorm.mjs'), '--version'], options);
}

it('says how to compile what is not compiled, and is the program once it is', () => {
  using place = new Scratch();
  const paystorm = paystormIn(place);
  expect(paystorm()).toMatchObject({ status: 100, stdout: '' });
  expect(paystorm().stderr).toContain('npm ci && npm run build');
  mkdirSync(place.path('dist'));
  writeFileSync(place.path('dist/main.js'), 'console.log(process.argv.slice(2).join()); process.exitCode = 7;');
  writeFileSync(place.path('package.json'), '{ "type": "module" }');
  expect(paystorm()).toMatchObject({ status: 7, stdout: '--version\n' });
});
