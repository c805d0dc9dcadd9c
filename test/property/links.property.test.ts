/** What holds for the links that partitions cut, whatever the number of nodes. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { amongGroups, around, beyondNeighbours, halvesBeside } from '../../src/catalog/faults/words/links.js';
import type { Link } from '../../src/model/links.js';

const clusters = fc.integer({ min: 2, max: 15 }).map((count) => Array.from({ length: count }, (_node, i) => `n${i}`));
const divided = clusters.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all, { minLength: 1 })));

/** Whom a node hears, itself among them. */
function heardBy(node: string, all: readonly string[], cut: readonly Link[]): readonly string[] {
  return all.filter((other) => !cut.some(({ from, to }) => from === other && to === node));
}

test('no link leads from a node to itself, none is cut twice, and each is cut both ways', () => {
  fc.assert(
    fc.property(divided, ([all, some]) => {
      const rest = all.filter((name) => !some.includes(name));
      for (const cut of [around(some, all), beyondNeighbours(all), amongGroups([some, rest])]) {
        const keys = cut.map(({ from, to }) => `${from} ${to}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(cut.every(({ from, to }) => from !== to && keys.includes(`${to} ${from}`))).toBe(true);
      }
    }),
  );
});

test('in a ring every node hears a majority, and from four nodes on no two hear the same one', () => {
  fc.assert(
    fc.property(clusters, (all) => {
      const cut = beyondNeighbours(all);
      const heard = all.map((node) => heardBy(node, all, cut));
      expect(heard.every((each) => each.length > all.length / 2)).toBe(true);
      if (all.length > 3) expect(new Set(heard.map((each) => each.join())).size).toBe(all.length);
    }),
  );
});

test('a node that is cut off hears those cut off with it and nobody else, and so do the others', () => {
  fc.assert(
    fc.property(divided, ([all, some]) => {
      const cut = around(some, all);
      for (const node of all) {
        const isIn = some.includes(node);
        expect(heardBy(node, all, cut)).toEqual(all.filter((name) => some.includes(name) === isIn));
      }
    }),
  );
});

test('a bridge hears all; the halves beside it differ by one node at most and hold all others', () => {
  fc.assert(
    fc.property(clusters, (all) => {
      const [bridge = ''] = all;
      const [first, second] = halvesBeside(bridge, all);
      expect([...first, ...second].sort()).toEqual(all.slice(1).sort());
      expect(first.length - second.length).toBeLessThanOrEqual(1);
      expect(heardBy(bridge, all, amongGroups([first, second]))).toEqual(all);
    }),
  );
});
