/** Where a control group can be made, by what kernels of both versions list. */
import { expect, it } from 'vitest';
import { findGroupPlace } from '../../../../src/host/machine/control-group-places.js';

const first = [
  '29 26 0:25 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct',
  '30 26 0:26 / /sys/fs/cgroup/blkio rw,nosuid - cgroup cgroup rw,blkio',
  '31 26 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
].join('\n');
const second = '31 26 0:27 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate';

it('in version 1 it is below the group that the process is in', () => {
  const memberships = '4:cpu,cpuacct:/user.slice\n3:blkio:/\n0::/user.slice/a.scope\n';
  const cpu = '/sys/fs/cgroup/cpu,cpuacct/user.slice';
  expect(findGroupPlace('cpu', { mountinfo: first, memberships })).toEqual({
    version: 1,
    current: cpu,
    parents: [cpu],
  });
  expect(findGroupPlace('io', { mountinfo: first, memberships })?.current).toBe('/sys/fs/cgroup/blkio');
});

it('in version 2 it is in the nearest group above that has the controller, up to the top', () => {
  expect(findGroupPlace('io', { mountinfo: second, memberships: '0::/user.slice/a:b.scope\n' })).toEqual({
    version: 2,
    current: '/sys/fs/cgroup/user.slice/a:b.scope',
    parents: ['/sys/fs/cgroup/user.slice/a:b.scope', '/sys/fs/cgroup/user.slice', '/sys/fs/cgroup'],
  });
});

it('in a container, paths that are told from the top of the tree begin where its mount does', () => {
  const mountinfo = '29 26 0:25 /docker/1f /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu';
  const place = findGroupPlace('cpu', { mountinfo, memberships: '4:cpu:/docker/1f\n0::/docker/1f\n' });
  expect(place?.current).toBe('/sys/fs/cgroup/cpu');
});

it('there is none where no hierarchy has the controller', () => {
  expect(findGroupPlace('cpu', { mountinfo: '', memberships: '0::/\n' })).toBeNull();
  expect(findGroupPlace('cpu', { mountinfo: second, memberships: '' })).toBeNull();
});
