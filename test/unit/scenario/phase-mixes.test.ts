/** A phase with a mix of its own: how it is read, and what gates may ask of it. */
import { describe, expect, test } from 'vitest';
import { problemLines, readText, soundBut, soundScenario } from '../../fixtures/scenario-text.js';

const withMix = (mix: string): string => soundBut('over 5s }', `over 5s, mix: ${mix} }`);

const gateOn = (operation: string, phase: string): string =>
  `  - response_time.p99{operation=${operation}} < 1s during ${phase}\n`;

describe('a mix of a phase', () => {
  test('is given to that phase and to no other', () => {
    const { phases } = readText(withMix('{ balance: 1, transfer: 0 }')).traffic;
    expect(phases[2]?.mix).toEqual({ balance: 1 });
    expect(phases[1]).not.toHaveProperty('mix');
  });

  test('can be a preset, and be set from the command line', () => {
    const set = ['traffic.phases.spike.mix=payday'];
    expect(readText(soundScenario, { set }).traffic.phases[2]?.mix).toHaveProperty('top-up', 10);
  });

  test.each([
    ['{ transfer: 0 }', '8:62 The mix has no operation with a weight above zero.'],
    ['{ transfr: 1, balance: 1 }', '8:69 The key "transfr" is unknown here.'],
    ['weekdy', '8:67 "weekdy" is not known here.'],
  ])('written as %s is refused: %s', (mix, line) => {
    expect(problemLines(withMix(mix))).toEqual([line]);
  });
});

describe('a gate on an operation', () => {
  test('may name what its phase asks for', () => {
    expect(problemLines(soundScenario + gateOn('balance', 'spike'))).toEqual([]);
    expect(problemLines(withMix('{ qr-payment: 1 }') + gateOn('qr-payment', 'spike'))).toEqual([]);
  });

  test.each([
    ['balance', 'spike', '14:33 The phase "spike" has no operation "balance".'],
    ['qr-payment', 'steady', '14:33 The phase "steady" has no operation "qr-payment".'],
  ])('on %s during %s, which has none, is refused', (operation, phase, line) => {
    expect(problemLines(withMix('{ qr-payment: 1 }') + gateOn(operation, phase))).toEqual([line]);
  });
});
