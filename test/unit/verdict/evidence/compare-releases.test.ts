/** What may be said of the change from one release to the next, and what not. */
import { expect, it } from 'vitest';
import type { Measured } from '../../../../src/model/recovery.js';
import type { Release } from '../../../../src/model/trend.js';
import { compareReleases } from '../../../../src/verdict/evidence/compare-releases.js';
import { sumUpStudy } from '../../../../src/verdict/evidence/sum-up-study.js';
import { censored, measured, repetitionWith, studyOf } from '../../../fixtures/study.js';

function release(name: string, times: readonly Measured[]): Release {
  const study = studyOf(times.map((time, index) => repetitionWith(index + 1, time)));
  return { name, study: { ...study, findings: sumUpStudy(study) } };
}
/** Ten times from the first on, 20 ms apart: the median's interval goes from the second to the ninth. */
const ten = (fromMs: number, errorMs = 0): readonly Measured[] =>
  Array.from({ length: 10 }, (_unused, index) => measured(fromMs + 20 * index, errorMs));
const changeOf = (...releases: readonly Release[]) => compareReleases(releases).map(({ change }) => change);

it('a change is told when the intervals of the medians have no time in common', () => {
  expect(changeOf(release('a', ten(1_000)), release('b', ten(1_150)))).toEqual(['longer']);
  expect(changeOf(release('a', ten(1_150)), release('b', ten(1_000)))).toEqual(['shorter']);
});

it('nothing is told while they overlap, by their error bars, too', () => {
  expect(changeOf(release('a', ten(1_000)), release('b', ten(1_130)))).toEqual(['undecided']);
  expect(changeOf(release('a', ten(1_000, 30)), release('b', ten(1_150, 30)))).toEqual(['undecided']);
});

it('nothing is told of so few that there is no interval', () => {
  const [change] = compareReleases([release('a', ten(1_000).slice(0, 5)), release('b', ten(9_000))]);
  expect(change).toMatchObject({ change: 'undecided', sentence: expect.stringContaining('no interval') });
});

it('an interval whose end was not seen reaches everywhere above', () => {
  const open = [...ten(1_000).slice(0, 5), ...Array.from({ length: 5 }, () => censored(2_000))];
  expect(changeOf(release('a', open), release('b', ten(30_000)))).toEqual(['undecided']);
});

it('each is compared with the one before, and the last with the first', () => {
  const changes = compareReleases([release('a', ten(1_000)), release('b', ten(1_100)), release('c', ten(1_200))]);
  expect(changes.map(({ from, to, change }) => `${from}${to} ${change}`)).toEqual([
    'ab undecided',
    'bc undecided',
    'ac longer',
  ]);
});
