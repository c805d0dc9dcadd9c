/** Splits what is in order into groups: each member follows the one before it within `withinMs`. */
export function groupClose<Item>(
  items: readonly Item[],
  atMs: (item: Item) => number,
  withinMs: number,
): readonly (readonly [Item, ...Item[]])[] {
  const groups: [Item, ...Item[]][] = [];
  let previous: Item | null = null;
  for (const item of items) {
    const last = groups.at(-1);
    if (last !== undefined && previous !== null && atMs(item) - atMs(previous) <= withinMs) last.push(item);
    else groups.push([item]);
    previous = item;
  }
  return groups;
}
