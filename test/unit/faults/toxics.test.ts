/** What each toxic does to the bytes, the end and the reset of a connection, without sockets and without waiting. */
import { describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import type { FaultKind } from '../../../src/model/fault.js';
import { infectLine } from '../../fixtures/infected-line.js';

const ends = ['end', 'reset'] as const;
const ways = ['to-server', 'to-client'] as const;
const streams: readonly FaultKind[] = [faults.bandwidth, faults.blackHole, faults.latency, faults.slicing];

describe.each(streams.map((kind) => [kind.kind, kind] as const))('%s', (_name, kind) => {
  it('strikes its share of the connections, and both ways of them', () => {
    expect(infectLine(kind, { share: '30%' }, { chance: 0.3 }).infection).toBeNull();
    const { infection } = infectLine(kind, { share: '30%' }, { chance: 0.29 });
    expect(infection).toMatchObject({ toServer: expect.anything(), toClient: expect.anything() });
  });

  it.each(ways)('strikes only what goes %s, where told so', (direction) => {
    const { infection } = infectLine(kind, { direction });
    expect(infection?.toServer === undefined).toBe(direction === 'to-client');
    expect(infection?.toClient === undefined).toBe(direction === 'to-server');
  });

  it.each(ends)('lets everything go on in its order when it is healed, the %s last, and holds nothing more', (end) => {
    const line = infectLine(kind, { direction: 'to-server' });
    for (const sent of ['a', 'b', end]) line.send('to-server', sent);
    line.release();
    expect(line.told).toEqual(['a', 'b', end]);
    expect(line.infection?.toServer?.heldBytes).toBe(0);
    line.passMs(60_000);
    expect(line.told).toHaveLength(3);
  });

  it.each([
    [{}, 'between clients and node db'],
    [{ direction: 'to-server', share: '30%' }, 'from clients to node db, on 30 % of the connections'],
    [{ direction: 'to-client' }, 'from node db to clients'],
  ])('by %o says in the plan which way and which part it strikes', (settings, words) => {
    expect(kind.describe(kind.settings.parse({ node: 'db', ...settings }))).toContain(words);
  });
});

describe('a black hole', () => {
  it.each(ways)('swallows every word of an end or a reset %s, however long it lasts', (way) => {
    for (const end of ends) {
      const line = infectLine(faults.blackHole, {});
      line.send(way, end);
      line.passMs(86_400_000);
      expect(line.told).toEqual([]);
      expect(line.effect()).toBe(1);
    }
  });

  it.each(['both', ...ways])('with direction %s keeps new connections out', (direction) => {
    const { infection } = infectLine(faults.blackHole, { direction }, { isNew: true });
    expect(infection).toMatchObject({ isKeptOut: true, toServer: expect.anything(), toClient: expect.anything() });
    expect(infectLine(faults.blackHole, { direction }).infection?.isKeptOut).toBeUndefined();
  });
});

it('latency delays an end as it does bytes', () => {
  const line = infectLine(faults.latency, { delay: '100ms' });
  line.send('to-client', 'end');
  line.passMs(99);
  expect(line.told).toEqual([]);
  line.passMs(1);
  expect(line.told).toEqual(['end']);
});

it('a thin line carries so many bytes in a time, and the end behind them', () => {
  const line = infectLine(faults.bandwidth, { kilobytes_per_second: 10 });
  line.send('to-server', 'x'.repeat(2_000));
  line.send('to-server', 'end');
  line.passMs(146);
  expect(line.told.map(({ length }) => length)).toEqual([1_460]);
  line.passMs(54);
  expect(line.told.join('')).toBe(`${'x'.repeat(2_000)}end`);
});

it('slicing cuts what comes into pieces, the first at once and each later one after a pause', () => {
  const line = infectLine(faults.slicing, { piece_bytes: 3, pause: '10ms' });
  line.send('to-client', 'abcdefg');
  line.send('to-client', 'hi');
  expect(line.told).toEqual(['abc']);
  line.passMs(10);
  expect(line.told).toEqual(['abc', 'def']);
  line.passMs(20);
  expect(line.told).toEqual(['abc', 'def', 'g', 'hi']);
  line.passMs(10);
  line.send('to-client', 'jk');
  expect(line.told.at(-1)).toBe('jk');
});

describe('a slow close', () => {
  it.each(ends)('tells the node of the %s of a client later, and of what it sends at once', (end) => {
    const line = infectLine(faults.slowClose, { delay: '5s' }, { isNew: true });
    line.send('to-server', 'COMMIT');
    line.send('to-server', end);
    line.passMs(4_999);
    expect(line.told).toEqual(['COMMIT']);
    line.passMs(1);
    expect(line.told).toEqual(['COMMIT', end]);
  });

  it('tells the node at once when it is healed', () => {
    const line = infectLine(faults.slowClose, { delay: '10m' });
    line.send('to-server', 'end');
    expect(line.infection?.toServer?.heldBytes).toBe(1);
    line.release();
    expect(line.told).toEqual(['close to-client', 'end']);
    expect(line.infection?.toServer?.heldBytes).toBe(0);
  });
});

it('a reset of new connections is called off by the heal', () => {
  const line = infectLine(faults.connectionReset, { after: '1s' }, { isNew: true });
  line.release();
  line.passMs(2_000);
  expect(line.told).toEqual([]);
});
