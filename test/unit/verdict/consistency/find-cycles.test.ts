/** Long histories, in which a search from every edge would never come to an end. */
import { describe, expect, it } from 'vitest';
import { committed, made, saw, searchedThrough, sideBySide as beside, updated } from '../../../fixtures/history.js';

describe('a search in a long history', () => {
  const chain = Array.from({ length: 8_000 }, (_each, index) => {
    const accesses = index === 0 ? [updated(1, 1), updated(2, 1)] : [updated(1, index + 1)];
    return committed(index, beside, ...accesses);
  });

  it('is not in vain once for every overwrite when a single late reader is torn', () => {
    const found = searchedThrough(...chain, committed(9_000, beside, saw(1, 8_000), saw(2, 0)));
    expect(found.isThrough).toBe(true);
    expect(found.anomalies).toMatchObject([{ kind: 'fractured-read', count: 1 }]);
  });

  it('does not follow a chain to its end for every writer who missed its neighbour', () => {
    const skewed = chain.map((each, index) => ({ ...each, accesses: [...each.accesses, saw(10 + index, 0)] }));
    const neighbours = chain.map((_each, index) => {
      return committed(10_000 + index, beside, saw(1, index), updated(10 + index, 1));
    });
    // These two make one component of all.
    const knot = [
      committed(9_000, beside, saw(2, 0), updated(5, 1)),
      committed(9_001, beside, saw(1, 8_000), saw(5, 0)),
    ];
    const found = searchedThrough(...skewed, ...neighbours, ...knot);
    expect(found.isThrough).toBe(true);
    expect(found.anomalies).toMatchObject([{ kind: 'G2-item', isAtLeast: false }]);
  });

  it('tells one short circle of writers who all overwrote each other', () => {
    const opposite = chain.map((each, index) => ({
      ...each,
      accesses: [...each.accesses, made(7, 8_000 - index)],
    }));
    const found = searchedThrough(...opposite);
    expect(found.isThrough).toBe(true);
    expect(found.anomalies.find(({ kind }) => kind === 'G0')).toMatchObject({ count: 1, isAtLeast: false });
  });
});
