/** When a fault counts as healed: when none of its targets shows it any more. */
import { expect, it } from 'vitest';
import { createSystemClock } from '../../../src/kit/clock.js';
import { healFault } from '../../../src/run/faults/heal-fault.js';
import { othersCluster } from '../../fixtures/others-cluster.js';
import { pretendedFault } from '../../fixtures/pretended-fault.js';

it('a fault on two nodes is healed again when only one of them is back', async () => {
  const broken = new Set(['a', 'b']);
  const kind = pretendedFault('zone-outage', ['a', 'b'], {
    isSeenOnEach: true,
    isEffective: async ({ targets }) => targets.nodes.every((node) => broken.has(node)),
    async heal() {
      const [first = ''] = broken;
      broken.delete(first);
    },
  });
  const targets = { nodes: ['a', 'b'] };
  await healFault({ name: 'lose', kind, cluster: othersCluster(), settings: {}, targets }, createSystemClock());
  expect([...broken]).toEqual([]);
});
