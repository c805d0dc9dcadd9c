import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { nodesToProxy } from '../../../src/run/through-proxy.js';
import { scheduledFault } from '../../fixtures/scheduled-fault.js';

const catalog = createCatalog();
const nodes = [
  { name: 'jkt-a', zone: 'a' },
  { name: 'jkt-b', zone: 'b' },
  { name: 'cloud', zone: 'c' },
];

it.each([
  ['none for what is done to servers', [['node-kill', { node: 'jkt-b' }]], []],
  ['the node that a fault names', [['black-hole', { node: 'jkt-b' }]], ['jkt-b']],
  ['those of a zone that falls silent', [['zone-outage', { zone: 'c', by: 'black-hole' }]], ['cloud']],
  ['none where that zone is killed', [['zone-outage', { zone: 'c', by: 'kill' }]], []],
  ['all where a role chooses', [['latency', { role: 'primary', delay: '20ms' }]], ['jkt-a', 'jkt-b', 'cloud']],
  [
    'the nodes of several, each once, in the order of the target',
    [
      ['latency', { node: 'cloud', delay: '20ms' }],
      ['connection-reset', { node: 'jkt-a' }],
      ['black-hole', { node: 'cloud' }],
    ],
    ['jkt-a', 'cloud'],
  ],
  [
    'the node of a fault that comes and goes',
    [['flapping', { of: { fault: 'black-hole', node: 'jkt-b' } }]],
    ['jkt-b'],
  ],
] as const)('a proxy stands before %s', (_what, faults, expected) => {
  const planned = faults.map(([kind, settings], index) => scheduledFault(`fault-${index}`, kind, settings));
  expect(nodesToProxy({ faults: planned }, catalog, nodes)).toEqual(expected);
});
