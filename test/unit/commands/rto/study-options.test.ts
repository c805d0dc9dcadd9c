/** What the command line may ask of a study. */
import { describe, expect, it } from 'vitest';
import { refuseUnfit, studyNumbers } from '../../../../src/commands/rto/study-options.js';
import { planOf, soundPlan } from '../../../fixtures/plan.js';
import { toolErrorOf } from '../../../fixtures/thrown-by.js';

describe('the numbers', () => {
  it.each([
    [1, 1],
    [5, 1],
    [10, 2],
    [59, 12],
  ])('for %i repetitions %i may stand in, and the phase varies over a second', (repeat, spare) => {
    expect(studyNumbers({ repeat })).toEqual({ wanted: repeat, spare, phaseWindowMs: 1_000 });
  });

  it('can all be chosen', () => {
    expect(studyNumbers({ repeat: 3, spare: 0, phaseWindow: '250ms' })).toEqual({
      wanted: 3,
      spare: 0,
      phaseWindowMs: 250,
    });
  });

  it.each([
    [{ repeat: 0 }, '--repeat takes a whole number from 1'],
    [{ repeat: 2.5 }, 'and was given 2.5'],
    [{ repeat: Number.NaN }, 'and was given something else'],
    [{ repeat: 1_001 }, '1000'],
    [{ repeat: 3, spare: -1 }, '--spare takes a whole number from 0'],
    [{ repeat: 3, phaseWindow: '1' }, '"1" has no unit'],
  ])('%o is refused with what is wrong', (args, named) => {
    const refusal = toolErrorOf(() => studyNumbers(args));
    expect(refusal.code).toBe('invalidScenario');
    expect(refusal.message).toContain(named);
    expect(refusal.hint).not.toBe('');
  });
});

describe('a scenario', () => {
  it('with a fault that is healed in time may be repeated', () => {
    expect(() => refuseUnfit(soundPlan(), 10_000)).not.toThrow();
  });

  it('without a fault has no recovery to time', () => {
    expect(toolErrorOf(() => refuseUnfit(planOf(), 1_000)).message).toContain('has no fault');
  });

  it('whose heal could come after its end is refused', () => {
    const refusal = toolErrorOf(() => refuseUnfit(soundPlan(), 15_001));
    expect(refusal.message).toContain('it leaves 15s');
    expect(refusal.hint).toContain('--phase-window');
  });
});
