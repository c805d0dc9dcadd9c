/** Process, time and chance stay at the edges. */
import { expect, it } from 'vitest';
import {
  chanceFromTheSeed,
  pathsFromUrls,
  processAtTheEdge,
  processPlaces,
  timeFromTheClock,
  timePlaces,
} from './edges.js';
import { readRepository } from './repository.js';

const files = readRepository();
const file = (path: string, text: string) => ({ path, text });

it('only the listed places touch the process', () => {
  expect(processAtTheEdge(processPlaces)(files)).toEqual([]);
});

it('a touch elsewhere is found, a word in a comment or a string is not', () => {
  const rule = processAtTheEdge({});
  expect(rule([file('src/plan/a.ts', 'const a = process.env;')])).toHaveLength(1);
  expect(rule([file('src/plan/a.ts', "const a = process['argv'];")])).toHaveLength(1);
  expect(rule([file('src/plan/a.ts', "import { cwd } from 'node:process';")])).toHaveLength(1);
  expect(rule([file('src/plan/a.ts', "// process.env\nconst a = 'process.env'; server.process.kill();")])).toEqual([]);
});

it('only the listed places tell time', () => {
  expect(timeFromTheClock(timePlaces)(files)).toEqual([]);
});

it('a clock elsewhere is found', () => {
  const rule = timeFromTheClock({});
  expect(rule([file('src/run/a.ts', 'setTimeout(go, 5);')])).toHaveLength(1);
  expect(rule([file('src/run/a.ts', 'const a = `${Date.now()}`;')])).toHaveLength(1);
  expect(rule([file('src/run/a.ts', 'const a = new Date(0); // Date.now')])).toEqual([]);
  expect(rule([file('src/catalog/reporters/html/browser/a.ts', 'setTimeout(go, 5);')])).toEqual([]);
});

it('an exception that nothing needs is found', () => {
  const rule = timeFromTheClock({ 'src/run/a.ts': 'once it slept' });
  expect(rule([file('src/run/a.ts', '')])).toEqual([
    'src/run/a.ts needs its exception no longer: remove it from the list.',
  ]);
});

it('nothing draws numbers outside of the seed', () => {
  expect(chanceFromTheSeed(files)).toEqual([]);
});

it('a dice elsewhere is found', () => {
  expect(chanceFromTheSeed([file('src/run/a.ts', 'const a = Math.random();')])).toHaveLength(1);
});

it('no path is taken from a URL without decoding it', () => {
  expect(pathsFromUrls(files)).toEqual([]);
});

it('an encoded path is found', () => {
  expect(pathsFromUrls([file('tools/a.mjs', "open(new URL('a', import.meta.url).pathname)")])).toHaveLength(1);
});
