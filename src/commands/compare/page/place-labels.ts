/** Puts names along an axis so that none covers another: side by side where there is room, else one below the other. */

export interface Label {
  readonly text: string;
  /** Percent of the axis. */
  readonly at: number;
}

export interface PlacedLabel extends Label {
  readonly row: number;
  readonly anchor: 'start' | 'end';
}

/** Percent of the axis that a letter takes on a telephone. */
const letterWidth = 1.9;
const lettersMax = 28;
const rowsMax = 6;

/** In the order given, which is that of time. Names beyond the last row are left out: the reports of the runs have them all. */
export function placeLabels(labels: readonly Label[]): readonly PlacedLabel[] {
  const taken: (readonly [from: number, to: number])[][] = [];
  return labels.flatMap(({ text, at }) => {
    const shown = text.length > lettersMax ? `${text.slice(0, lettersMax - 1)}…` : text;
    const width = (shown.length + 1) * letterWidth;
    const anchor = at + width > 100 ? 'end' : 'start';
    const [from, to] = anchor === 'end' ? [at - width, at] : [at, at + width];
    const free = taken.findIndex((row) => row.every((other) => to <= other[0] || from >= other[1]));
    const row = free === -1 ? taken.length : free;
    if (row >= rowsMax) return [];
    taken[row] = [...(taken[row] ?? []), [from, to]];
    return [{ text: shown, at, row, anchor }];
  });
}
