/** How what an exploration found is seen again. */
import { expect, it } from 'vitest';
import { commandAgain } from '../../../../src/commands/explore/episode-words.js';
import { sumUpExploration } from '../../../../src/repeat/explore/sum-up-exploration.js';
import { explorationOf } from '../../../fixtures/exploration.js';

it.each([
  [
    ['--for', '1h', '--out', 'somewhere'],
    ['--for', '1h', '--draw', '11'],
  ],
  [
    ['--draw', '7', '--seed', '4'],
    ['--seed', '4', '--draw', '11'],
  ],
])('%j is played again as %j', (asked, again) => {
  const begun = ['paystorm', 'explore', 'story.yaml'];
  const exploration = explorationOf([], { command: [...begun, ...asked] });
  const record = { ...exploration, findings: sumUpExploration(exploration) };
  expect(commandAgain(record, 11)).toEqual([...begun, ...again]);
});
