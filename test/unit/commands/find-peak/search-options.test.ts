/** What the command line may ask of a search, and that all that is wrong is said at once. */
import { describe, expect, it } from 'vitest';
import { readSettings, searchDefaults, type SearchArgs } from '../../../../src/commands/find-peak/search-options.js';
import { planOf, soundPlan } from '../../../fixtures/plan.js';

const plan = soundPlan();
const problemsOf = (args: Partial<SearchArgs>) => readSettings({ ...searchDefaults, ...args }, plan).problems;

describe('the settings', () => {
  it("begin at the scenario's own mean rate, with nothing above that may not be tried", () => {
    const { settings, problems } = readSettings(
      searchDefaults,
      planOf({ phases: '[{ name: only, for: 20s, rate: 333/s }]' }),
    );
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      fromPerSecond: 333,
      upToPerSecond: 100_000,
      isUpToAsked: false,
      stepMs: 10_000,
      holdMs: 30_000,
      holds: 2,
      withinRatio: 0.05,
    });
  });

  it('take the mean of phases that are measured, with three digits', () => {
    // 20 s at 200/s, 5 s from 200/s to 500/s, 35 s at 500/s; the warm-up is not measured.
    expect(readSettings(searchDefaults, plan).settings.fromPerSecond).toBe(388);
  });

  it('begin further down where the scenario would begin above what may be tried', () => {
    expect(readSettings({ ...searchDefaults, upTo: '300/s' }, plan).settings.fromPerSecond).toBe(75);
  });

  it('are read as scenario files are', () => {
    const args = { from: '500/s', upTo: '2k/s', stepFor: '1m30s', holdFor: '2m', repeat: 3, within: '2.5%' };
    expect(readSettings(args, plan)).toEqual({
      problems: [],
      settings: {
        fromPerSecond: 500,
        upToPerSecond: 2_000,
        isUpToAsked: true,
        stepMs: 90_000,
        holdMs: 120_000,
        holds: 3,
        withinRatio: 0.025,
      },
    });
  });
});

describe('what is wrong', () => {
  it.each<[Partial<SearchArgs>, string]>([
    [{ from: '500' }, '--from: "500" has no unit. Write 500/s.'],
    [{ upTo: '2k tps' }, '--up-to: "2k tps" is not a rate.'],
    [{ upTo: '200k/s' }, '--up-to: 200k/s is not between 1/s and 100k/s.'],
    [{ stepFor: '10' }, '--step-for: "10" has no unit.'],
    [{ stepFor: '0s' }, '--step-for: 0s is not between 1s and 1h.'],
    [{ holdFor: '2h' }, '--hold-for: 2h is not between 1s and 1h.'],
    [{ repeat: 0 }, '--repeat takes a whole number from 1 to 20, and was given 0.'],
    [{ repeat: Number.NaN }, '--repeat takes a whole number'],
    [{ within: '0.1%' }, '--within: 0.1% is not between 1% and 50%.'],
    [{ within: '5' }, '--within: "5" has no percent sign.'],
    [{ from: '2k/s', upTo: '1k/s' }, '--from: 2k/s is above --up-to 1k/s.'],
    [{ from: '5/s' }, 'about 50 arrivals, and a 99th percentile needs 100'],
  ])('%o is told with what to write', (args, said) => {
    expect(problemsOf(args)).toEqual([expect.stringContaining(said) as string]);
  });

  it('is told all at once', () => {
    const wrong = { from: '500', upTo: 'fast', stepFor: '10', holdFor: '', repeat: 1.5, within: '5' };
    expect(problemsOf(wrong)).toHaveLength(6);
  });

  it('is told also where the scenario itself cannot be read', () => {
    expect(readSettings({ ...searchDefaults, from: '500' }, null).problems).toHaveLength(1);
    expect(readSettings(searchDefaults, null).problems).toEqual([]);
  });
});
