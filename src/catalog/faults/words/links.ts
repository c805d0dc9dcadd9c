/** Which links between nodes a fault strikes: pure functions from sets of nodes to the directions between them. */
import type { Link } from '../../../model/links.js';

export type Names = readonly string[];

/** Both directions between every node of one side and every node of the other. */
export function between(side: Names, other: Names): readonly Link[] {
  return [...oneWay(side, other), ...oneWay(other, side)];
}

/** What each of `from` sends to each of `to`. */
export function oneWay(from: Names, to: Names): readonly Link[] {
  return from.flatMap((sender) => without([sender], to).map((receiver) => ({ from: sender, to: receiver })));
}

/** Between the chosen nodes and all others; the chosen ones go on among each other. */
export function around(chosen: Names, all: Names): readonly Link[] {
  return between(chosen, without(chosen, all));
}

/** Between all groups; nodes in none of them keep every link. */
export function amongGroups(groups: readonly Names[]): readonly Link[] {
  return groups.flatMap((group, index) => between(group, groups.slice(index + 1).flat()));
}

/** Two halves that do not hear each other and both hear the node between them. */
export function halvesBeside(bridge: string, all: Names): readonly [Names, Names] {
  const others = without([bridge], all);
  const middle = Math.ceil(others.length / 2);
  return [others.slice(0, middle), others.slice(middle)];
}

/**
 * Every node hears a majority, itself counted, and no two hear the same one: all stand in a ring, and each keeps the links to its nearest neighbours on both
 * sides. Jepsen's "majorities ring", with as many neighbours on either side, so that links are cut in both directions.
 */
export function beyondNeighbours(all: Names): readonly Link[] {
  const majority = Math.floor(all.length / 2) + 1;
  const reach = Math.ceil((majority - 1) / 2);
  return all.flatMap((from, index) =>
    all.flatMap((to, other) => {
      const steps = Math.abs(index - other);
      return Math.min(steps, all.length - steps) > reach ? [{ from, to }] : [];
    }),
  );
}

function without(some: Names, all: Names): Names {
  return all.filter((name) => !some.includes(name));
}
