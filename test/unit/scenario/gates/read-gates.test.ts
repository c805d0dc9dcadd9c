/** Gates as a scenario holds them: everything that is wrong with one is told, each in its place. */
import { expect, test } from 'vitest';
import { problemLines, soundBut } from '../../../fixtures/scenario-text.js';

test('a limit without its unit does not hide that the fault of the gate does not exist', () => {
  expect(problemLines(soundBut('recovery_time < 8s after kill-b', 'recovery_time < 8 after z'))).toEqual([
    '12:21 "8" has no unit.',
    '12:29 There is no fault "z".',
  ]);
});
