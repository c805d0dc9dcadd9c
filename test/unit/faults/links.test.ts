/** Which links a partition cuts, form by form; and what it says of itself and refuses. */
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { beyondNeighbours, halvesBeside } from '../../../src/catalog/faults/words/links.js';
import type { LinkLoss } from '../../../src/model/links.js';
import type { Cluster } from '../../../src/model/topology.js';
import { surroundings } from '../../fixtures/injection.js';

const { faults } = createCatalog();
const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, zone: name < 'c' ? 'east' : 'west' }));

describe('a partition cuts', () => {
  it.each([
    ['one node off', { node: 'c' }, ['ca', 'cb', 'cd', 'ce', 'ac', 'bc', 'dc', 'ec']],
    ['a zone off', { zone: 'east' }, [...bothWays('ab', 'cde')]],
    ['zones apart', { zones: ['west'] }, [...bothWays('cde', 'ab')]],
    ['the primary off', { role: 'primary' }, [...bothWays('b', 'acde')]],
    ['groups apart, and spares who is in none', { groups: [['a'], ['b', 'c']] }, [...bothWays('a', 'bc')]],
    [
      'three groups apart',
      { groups: [['a', 'b'], ['c'], ['d', 'e']] },
      [...bothWays('ab', 'c'), ...bothWays('ab', 'de'), ...bothWays('c', 'de')],
    ],
    ['one way', { from: ['a'], to: ['b', 'c'] }, ['ab', 'ac']],
    ['one way to all others', { from: ['a', 'b'] }, ['ab', 'ac', 'ad', 'ae', 'ba', 'bc', 'bd', 'be']],
    ['two halves apart beside a bridge', { bridge: 'c' }, [...bothWays('ab', 'de')]],
    ['a ring', { ring: true }, ['ac', 'ad', 'bd', 'be', 'ca', 'ce', 'da', 'db', 'eb', 'ec']],
  ])('%s', async (_form, settings, links) => {
    const [loss] = await lossesOf('partition', settings);
    expect(loss?.links.map(({ from, to }) => `${from}${to}`).sort()).toEqual([...links].sort());
    expect(loss).toMatchObject({ share: 1, boundMs: 60_000 });
  });
});

it('packet loss takes its share of what passes between the chosen nodes and the others', async () => {
  const [loss] = await lossesOf('packet-loss', { node: 'a', share: '12.5%' });
  expect(loss?.share).toBe(0.125);
  expect(loss?.links.map(({ from, to }) => `${from}${to}`).sort()).toEqual([...bothWays('a', 'bcde')].sort());
});

it.each([
  ['another form', { node: 'c' }, { zone: 'c' }],
  ['other nodes', { groups: [['a'], ['b']] }, { groups: [['a'], ['c']] }],
])('losses of %s are told apart, so that healing one spares the other', async (_what, one, other) => {
  const [[first], [again], [second]] = await Promise.all([
    lossesOf('partition', one),
    lossesOf('partition', one),
    lossesOf('partition', other),
  ]);
  expect(first?.id).toBe(again?.id);
  expect(first?.id).not.toBe(second?.id);
});

it.each([
  [{}],
  [{ node: 'a', zone: 'b' }],
  [{ bridge: 'a', ring: true }],
  [{ to: ['a'] }],
  [{ node: 'a', to: ['b'] }],
  [{ groups: [['a']] }],
  [{ groups: [['a'], ['a', 'b']] }],
  [{ ring: false }],
])('a partition by %o is refused', (settings) => {
  expect(faults.get('partition').settings.safeParse(settings).success).toBe(false);
});

it.each([
  ['partition', { zones: ['east', 'west'] }, true],
  ['partition', { zones: ['east'] }, false],
  ['partition', { role: 'primary' }, false],
  ['partition', { from: ['a'], to: ['a'] }, true],
  ['packet-loss', { zone: 'east' }, false],
])('%s by %o has nothing to come between: %s', (kind, settings, isIdle) => {
  const fault = faults.get(kind);
  expect(fault.flaw?.(fault.settings.parse(settings), five) !== null).toBe(isIdle);
});

it('three nodes make no ring in which anybody is cut off, and two no bridge', () => {
  expect(beyondNeighbours(['a', 'b', 'c'])).toEqual([]);
  expect(halvesBeside('a', ['a', 'b'])).toEqual([['b'], []]);
});

it('a ring of fewer than five is refused for that, and one of five is not', () => {
  const fault = faults.get('partition');
  const ring = fault.settings.parse({ ring: true });
  for (const count of [3, 4])
    expect(fault.flaw?.(ring, five.slice(0, count))?.reason).toBe(
      `A ring needs five nodes, and the target has ${count}.`,
    );
  expect(fault.flaw?.(ring, five)).toBeNull();
});

it('the reach of a partition is the smaller side', async () => {
  expect(
    await aimOf({
      groups: [
        ['a', 'b', 'c'],
        ['d', 'e'],
      ],
    }),
  ).toEqual(['d', 'e']);
  expect(await aimOf({ bridge: 'a' })).toEqual(['d', 'e']);
  expect(await aimOf({ zones: ['east'] })).toEqual(['a', 'b']);
});

function bothWays(side: string, other: string): readonly string[] {
  return side.split('').flatMap((one) => other.split('').flatMap((two) => [`${one}${two}`, `${two}${one}`]));
}

async function aimOf(settings: unknown): Promise<readonly string[]> {
  return (await contextOf('partition', settings)).targets.nodes;
}

async function contextOf(kind: string, settings: unknown) {
  const lost: LinkLoss[] = [];
  const cluster = {
    nodes: five,
    replication: { primary: () => 'b' },
    links: { lose: async (loss: LinkLoss) => void lost.push(loss) },
  } as unknown as Cluster;
  const fault = faults.get(kind);
  const chosen = fault.settings.parse(settings);
  const targets = await fault.resolve(chosen, cluster, { lastsMs: 60_000, signal: new AbortController().signal });
  return { name: kind, fault, lost, settings: chosen, cluster, targets, signal: new AbortController().signal };
}

async function lossesOf(kind: string, settings: unknown): Promise<readonly LinkLoss[]> {
  const { fault, lost, ...context } = await contextOf(kind, settings);
  await fault.inject({ ...context, ...surroundings() });
  return lost;
}
