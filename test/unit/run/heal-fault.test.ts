/** When a fault counts as healed: when none of its targets shows it any more. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { FaultKind } from '../../../src/model/fault.js';
import { healFault } from '../../../src/run/faults/heal-fault.js';
import { othersCluster } from '../../fixtures/others-cluster.js';

it('a fault on two nodes is healed again when only one of them is back', async () => {
  const broken = new Set(['a', 'b']);
  const kind: FaultKind = {
    kind: 'zone-outage',
    summary: '',
    label: '',
    requires: ['kill'],
    settings: z.unknown(),
    describe: () => '',
    mentions: () => ({ nodes: [], zones: [] }),
    resolve: () => ({ nodes: ['a', 'b'] }),
    inject: async () => undefined,
    isSeenOnEach: true,
    isEffective: async ({ targets }) => targets.nodes.every((node) => broken.has(node)),
    async heal() {
      const [first = ''] = broken;
      broken.delete(first);
    },
  };
  const targets = { nodes: ['a', 'b'] };
  await healFault({ name: 'lose', kind, cluster: othersCluster(), settings: {}, targets }, createSystemClock());
  expect([...broken]).toEqual([]);
});
