import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonRecord } from '../../../src/model/comparison.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { StoryTeller } from '../../fixtures/stories.js';

describe('the story of two architectures', () => {
  let teller: StoryTeller;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('plays the same minute for both, loses nothing with either, and finds the longer outage where one primary serves', async () => {
    const what = ['run', 'scenarios/active-active.yaml', '--profile', 'short'];
    const ways = ['--compare', 'profile=primary-standby,active-active'];
    const folder = (turn: number): string => teller.site.path(`two-ways-${turn}`);
    const { result, turn } = await teller.twiceAtMost((nth) => teller.site.run(...what, ...ways, '--out', folder(nth)));
    expect(result.exitCode, result.out).toBe(exitCodes.pass);
    const record = JSON.parse(await readFile(`${folder(turn)}/comparison.json`, 'utf8')) as ComparisonRecord;
    const { runs, state } = record;
    expect(state).toBe('finished');
    expect(runs.map(({ value }) => value)).toEqual(['primary-standby', 'active-active']);
    expect(new Set(runs.map(({ load }) => load.arrivals)).size).toBe(1);
    expect(runs.map(({ payments }) => [payments?.lost.count, payments?.doubleCharges.count])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const [standby, active] = runs.map(({ recoveries }) => recoveries[0]?.recoveryTimeMs?.valueMs ?? Number.NaN);
    // Three misses, three seconds apart.
    expect(standby).toBeGreaterThan(5_500);
    expect(standby).toBeLessThan(12_000);
    expect(active).toBeLessThan(4_000);
    expect(result.out).toMatch(/primary-standby +active-active/u);
  });
});
