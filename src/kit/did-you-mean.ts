/** Finds the known word that was probably meant, so that a typing mistake is answered with its correction. */

/** The closest candidate, or null when none is close enough to be meant. */
export function closestWord(word: string, candidates: readonly string[]): string | null {
  // Of a single letter nothing would be left that was typed.
  const limit = word.length === 1 ? 0 : Math.max(1, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = isPartOf(word, candidate) ? 1 : editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Half a name is a hint too: "kill" for "node-kill". */
function isPartOf(word: string, candidate: string): boolean {
  return word.length >= 3 && candidate.split(/[-_]/u).includes(word.toLowerCase());
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_unused, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const replaced = (last[column - 1] as number) + (isSame ? 0 : 1);
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const swapped = isSwap ? (beforeLast[column - 2] as number) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min((last[column] as number) + 1, (current[column - 1] as number) + 1, replaced, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] as number;
}
