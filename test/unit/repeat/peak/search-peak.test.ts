/** Which rate a search tries next, and when it has an answer. */
import { describe, expect, it } from 'vitest';
import type { PeakStep } from '../../../../src/model/peak.js';
import { longestSearch, ratesUpwards } from '../../../../src/repeat/peak/search-length.js';
import { nextMove } from '../../../../src/repeat/peak/search-peak.js';
import { collapsing, failing, playAgainst, settings, sickening, stepWith } from '../../../fixtures/search.js';

const ratesOf = (steps: readonly PeakStep[], purpose: PeakStep['purpose']): readonly number[] =>
  steps.filter((step) => step.purpose === purpose).map(({ ratePerSecond }) => ratePerSecond);
const upTo = (capacity: number, beyond: Partial<PeakStep>) => (rate: number) => (rate <= capacity ? {} : beyond);

describe('a search', () => {
  it('doubles until a step fails, bisects, and lets the highest that passed hold twice', () => {
    const steps = playAgainst(upTo(1_000, collapsing));
    expect(ratesOf(steps, 'search')).toEqual([200, 400, 800, 1_600, 1_200, 1_000, 1_100, 1_050]);
    expect(ratesOf(steps, 'hold')).toEqual([1_000, 1_000]);
    expect(nextMove(settings, steps)).toEqual({ kind: 'end', end: 'peak', heldPerSecond: 1_000 });
  });

  it('tries once more where a step failed by little, and believes the second try', () => {
    const moody = playAgainst((rate, _purpose, step) => (rate > 800 || step === 3 ? failing : {}));
    expect(ratesOf(moody, 'search').slice(0, 5)).toEqual([200, 400, 800, 800, 1_600]);
    const firm = playAgainst(upTo(500, failing));
    expect(ratesOf(firm, 'search').slice(0, 5)).toEqual([200, 400, 800, 800, 600]);
  });

  it('goes no higher than it may, and then holds there', () => {
    const bound = { ...settings, upToPerSecond: 500, isUpToAsked: true };
    const steps = playAgainst(() => ({}), bound);
    expect(steps.map(({ ratePerSecond }) => ratePerSecond)).toEqual([200, 400, 500, 500, 500]);
    expect(nextMove(bound, steps)).toEqual({ kind: 'end', end: 'up-to', heldPerSecond: 500 });
  });

  it('ends at once on wrong data, and on a target that is left dirty', () => {
    const good = [stepWith(1, 200), stepWith(2, 400)];
    const end = (exitCode: number) => nextMove(settings, [...good, stepWith(3, 800, { ...failing, exitCode })]);
    expect(end(120)).toEqual({ kind: 'end', end: 'data-violation', heldPerSecond: null });
    expect(end(123)).toEqual({ kind: 'end', end: 'heal-failed', heldPerSecond: null });
  });

  it('goes down when a hold fails, first by the tolerance and then by more, but not below its first rate', () => {
    const steps = playAgainst((rate, purpose) => (purpose === 'hold' || rate > 400 ? failing : {}));
    expect(ratesOf(steps, 'hold')).toEqual([400, 381, 347, 290, 208, 200]);
    expect(nextMove(settings, steps)).toEqual({ kind: 'end', end: 'below', heldPerSecond: null });
  });

  it('bisects between a hold that passed after a long fall and the one that failed', () => {
    const steps = playAgainst((rate, purpose) => (rate > 400 || (purpose === 'hold' && rate > 310) ? failing : {}));
    expect(ratesOf(steps, 'hold')).toEqual([400, 381, 347, 290, 290, 319, 305, 305]);
    expect(nextMove(settings, steps)).toEqual({ kind: 'end', end: 'peak', heldPerSecond: 305 });
  });

  it('lets another hold stand in for one that decides nothing, once', () => {
    const steps = playAgainst((rate, _purpose, step) => (rate > 400 ? collapsing : step === 9 ? sickening : {}));
    expect(ratesOf(steps, 'hold')).toEqual([400, 400, 400]);
    expect(nextMove(settings, steps)).toEqual({ kind: 'end', end: 'peak', heldPerSecond: 400 });
  });

  it('never takes what it could not send for what the target could not do', () => {
    const steps = playAgainst(upTo(900, sickening));
    expect(nextMove(settings, steps)).toMatchObject({ kind: 'end', end: 'generator' });
    const first = playAgainst(() => sickening);
    expect(first).toHaveLength(2);
    expect(nextMove(settings, first)).toEqual({ kind: 'end', end: 'unmeasured', heldPerSecond: null });
  });
});

describe('the length of a search', () => {
  it('is known beforehand, upwards and at most', () => {
    const bound = { ...settings, upToPerSecond: 1_000, isUpToAsked: true };
    expect(ratesUpwards(bound)).toEqual([200, 400, 800, 1_000]);
    expect(longestSearch(bound)).toEqual({ steps: 2 * (3 + 5), holds: 11 * 3 });
  });

  it('is that of one rate where there is but one', () => {
    const bound = { ...settings, upToPerSecond: 200, isUpToAsked: true };
    expect(longestSearch(bound)).toEqual({ steps: 2, holds: 3 });
  });
});
