/** No name on an axis covers another. */
import { expect, it } from 'vitest';
import { placeLabels } from '../../../../../src/commands/compare/page/place-labels.js';

it('names stand side by side where there is room, and below each other where there is not', () => {
  const labels = placeLabels([
    { text: 'kill-a', at: 10 },
    { text: 'cut-b', at: 12 },
    { text: 'kill-c', at: 40 },
  ]);
  expect(labels.map(({ row }) => row)).toEqual([0, 1, 0]);
});

it('a name at the end of the axis goes to the left, and a long one is cut', () => {
  expect(placeLabels([{ text: 'x'.repeat(60), at: 95 }])).toEqual([
    { text: `${'x'.repeat(27)}…`, at: 95, row: 0, anchor: 'end' },
  ]);
});

it('what finds no room is left out', () => {
  expect(placeLabels(Array.from({ length: 9 }, () => ({ text: 'kill', at: 50 })))).toHaveLength(6);
});
