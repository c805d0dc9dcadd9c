/** Ranks of values from 1 on, in which equal values share the mean of theirs. */

/** In the order of the values. */
export function midRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_value, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks: number[] = Array.from({ length: values.length }, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to += 1;
    // Ranks from + 1 to `to`, whose mean it is.
    for (let at = from; at < to; at += 1) ranks[order[at] as number] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
