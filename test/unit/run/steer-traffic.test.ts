/** Shifts are laid over whatever route the target has, and change with it. */
import { expect, it } from 'vitest';
import type { Cluster, Route } from '../../../src/model/topology.js';
import { steerTraffic } from '../../../src/run/steer-traffic.js';

it('a shift is told with the route, replaces its earlier step, follows the target, and ends', () => {
  let writable = ['db-a', 'db-b'];
  const listeners: ((route: Route) => void)[] = [];
  const cluster = steerTraffic({
    capabilities: ['kill'],
    route: () => ({ writable }),
    onRouteChange: (listener: (route: Route) => void) => void listeners.push(listener),
  } as unknown as Cluster);
  const told: Route[] = [];
  cluster.onRouteChange((route) => told.push(route));
  expect(cluster.capabilities).toEqual(['kill', 'traffic']);

  cluster.traffic?.shift('a to b', { from: 'a', to: 'b', share: 0.1 });
  cluster.traffic?.shift('a to b', { from: 'a', to: 'b', share: 0.2 });
  writable = ['db-b'];
  for (const listener of listeners) listener({ writable });
  cluster.traffic?.end('a to b');
  cluster.traffic?.end('a to b');

  const shifts = [{ from: 'a', to: 'b', share: 0.2 }];
  expect(told.slice(1)).toEqual([
    { writable: ['db-a', 'db-b'], shifts },
    { writable: ['db-b'], shifts },
    { writable: ['db-b'] },
  ]);
  expect(cluster.traffic?.shifted('a to b')).toBe(0);
});
