/** A phase whose rate is a list: what comes of it, and what is refused. */
import { describe, expect, test } from 'vitest';
import { rateAt } from '../../../src/kit/rate-curve.js';
import { planOf } from '../../fixtures/plan.js';
import { problemsIn, readText, soundBut } from '../../fixtures/scenario-text.js';

const withRate = (rate: string): string => soundBut('rate: 200/s -> 500/s over 5s', `rate: ${rate}`);
const waves = '{ shape: pulse-train, base: 0/s, peak: 300/s, every: 10s, width: 2s }';

describe('rates in a list', () => {
  test('add up', () => {
    const { segments } = planOf({ phases: `[{ name: a, for: 20s, rate: [100/s -> 300/s, ${waves}, 50/s] }]` });
    const rate = (timeMs: number): number => {
      const segment = segments.find(({ startMs, endMs }) => startMs <= timeMs && timeMs < endMs);
      return segment === undefined ? Number.NaN : rateAt(segment, timeMs);
    };
    expect([0, 1_000, 2_000, 5_000, 10_000, 15_000].map(rate)).toEqual([450, 460, 170, 200, 550, 300]);
  });

  test('of one thing are that thing, and a phase keeps what it says beside them', () => {
    const [, , alone] = readText(withRate('[200/s -> 500/s over 5s]')).traffic.phases;
    expect(alone).toEqual(readText(withRate('200/s -> 500/s over 5s')).traffic.phases[2]);
    const [, , both] = readText(withRate(`[${waves}, 5/s], warmup: false, mix: payday`)).traffic.phases;
    expect(both).toMatchObject({
      shape: 'pulse-train',
      settings: { base: 0, peak: 300, every: 10_000, width: 2_000 },
      plus: [{ shape: 'constant', settings: { rate: 5 } }],
      mix: { transfer: 22 },
    });
  });
});

test.each([
  ['[20]', '8:39 "20" has no unit.', 'Write 20/s.'],
  ['[{ shape: puls-train }]', '8:48 "puls-train" is not known here.', 'Did you mean "pulse-train"?'],
  [
    '[1/s, { shape: midnight-spike, base: 1/s, peak: 5/s, rize: 1s }]',
    '8:91 The key "rize" is unknown here.',
    'Did you mean "rise"?',
  ],
  [
    `[1/s, ${waves.replace('2s', '20s')}]`,
    '8:44 Waves of 20s every 10s leave no time between them.',
    'Make the phase longer or the shape shorter.',
  ],
])('the rate %s is refused: %s %s', (rate, line, remedy) => {
  expect(
    problemsIn(withRate(rate)).map((each) => [`${each.line}:${each.column} ${each.message}`, each.remedy]),
  ).toContainEqual([line, remedy]);
});

test('rates that add up to more than can be driven are refused, and so is a shape that gets there by itself', () => {
  const tooHigh = ['8:32 The rate reaches 110k/s.', '8:39 The rate reaches 500k/s.'];
  const lines = [
    withRate('[90k/s, 20k/s]'),
    soundBut('rate: 200/s -> 500/s over 5s', 'shape: status-storm, base: 100k/s'),
  ]
    .flatMap((text) => problemsIn(text))
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
  expect(lines).toEqual(tooHigh);
});

test.each([
  ['spike', 'midnight-spike'],
  ['pulse', 'pulse-train'],
  ['herd', 'thundering-herd'],
])('a shape that is called %s is answered with %s', (written, meant) => {
  const text = soundBut('rate: 200/s -> 500/s over 5s', `shape: ${written}, base: 1/s`);
  expect(problemsIn(text).map(({ remedy }) => remedy)).toContain(`Did you mean "${meant}"?`);
});
