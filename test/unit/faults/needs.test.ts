/** What a fault needs of its target, where that depends on its settings. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { needsOf } from '../../../src/kit/capability-of.js';

const { faults } = createCatalog();

it.each([
  ['kill', ['kill']],
  ['pause', ['pause']],
  ['black-hole', ['network']],
])('a zone that is lost by %s, and a node that flaps by it, need nothing else', (by, needs) => {
  for (const [kind, settings] of [
    ['zone-outage', { zone: 'a', by }],
    ['flapping', { node: 'db', by }],
  ] as const) {
    const fault = faults.get(kind);
    expect(needsOf(fault, fault.settings.parse(settings))).toEqual(needs);
    expect(fault.requires).toEqual(expect.arrayContaining(needs));
  }
});

it('a fault without a choice needs what it requires', () => {
  expect(needsOf(faults.get('read-only'), {})).toEqual(['administration']);
});

it.each([
  [
    'node-stop',
    { node: 'db', grace: '5s' },
    'ends node db with SIGTERM, after 5s with SIGKILL, and starts it again to heal',
  ],
  ['read-only', { role: 'primary' }, 'makes the primary read-only and restores the earlier setting to heal'],
  [
    'pool-exhaustion',
    { node: 'db', connections: 20 },
    'lets node db take 20 connections and no more, and restores the earlier limit to heal',
  ],
  ['connection-storm', { node: 'db', lifetime: '2s' }, 'opens 200 connections to node db, each for 2s'],
  [
    'zone-outage',
    { zone: 'b', by: 'pause' },
    'loses every node of zone b at once with SIGSTOP, and brings them back to heal',
  ],
  [
    'rolling-restart',
    { nodes: ['a', 'b'] },
    'restarts a, b one after the other, each down for 1s, and starts what is down to heal',
  ],
  [
    'flapping',
    { node: 'db' },
    'kills node db with SIGKILL and starts it again to heal, again and again: 5 times, for 1s each and 1s apart',
  ],
])('%s says in the plan what it does', (kind, settings, sentence) => {
  const fault = faults.get(kind);
  expect(fault.describe(fault.settings.parse(settings))).toBe(sentence);
});
