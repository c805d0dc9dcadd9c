/** A pod that was deleted is back when its controller says so: many controllers give the next one another name. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, othersCluster } from '../../fixtures/others-cluster.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

const podDelete = createFaultRegistry(faults).get('pod-delete');
const settings = { node: 'db-2', pod: 'shop-5c9d-x2x', namespace: 'shop', timeout: '1s' };

let stubs: StubPrograms;
beforeEach(async () => {
  stubs = await StubPrograms.open();
});
afterEach(() => stubs[Symbol.asyncDispose]());

describe.each([
  ['ReplicaSet', 'replicaset', 'readyReplicas'],
  ['ReplicationController', 'replicationcontroller', 'readyReplicas'],
  ['DaemonSet', 'daemonset', 'numberReady'],
])('a pod of a %s, whose next one has another name', (kind, resource, ready) => {
  it.each([
    ['one of three', '3 2'],
    ['its only one', '1 '],
  ])('is missing while %s is not ready, and back when all are', async (_which, broken) => {
    const [wanted = ''] = broken.split(' ');
    await owned(kind, `${wanted} ${wanted}`);
    const context = await aimAtOthers(podDelete, settings, othersCluster());
    expect(await podDelete.isEffective(context)).toBe(false);
    await owned(kind, broken);
    await podDelete.inject({ ...context, ...surroundings() });
    expect(await podDelete.isEffective(context)).toBe(true);
    await expect(podDelete.heal({ ...context })).rejects.toThrow('its effect is still there');
    await stubs.calls();
    await owned(kind, `${wanted} ${wanted}`);
    // From the lease alone.
    const { targets } = JSON.parse(JSON.stringify({ targets: context.targets })) as Pick<typeof context, 'targets'>;
    await podDelete.heal({ ...context, targets });
    const asked = (await stubs.calls()).map(({ argv }) => argv.join(' '));
    expect(asked).toEqual([expect.stringContaining(`kubectl -n shop get ${resource} shop-5c9d -o jsonpath=`)]);
    expect(asked[0]).toContain(`{.status.${ready}}`);
  });
});

it('a controller that tells no count says nothing', async () => {
  await owned('ReplicaSet', '');
  const context = await aimAtOthers(podDelete, settings, othersCluster());
  await expect(podDelete.isEffective(context)).rejects.toThrow('nobody can say whether its effect is there');
});

it.each([
  ['', /^db-2: no controller owns its pod, so nothing would start another\. Delete it by an `exec` of your own/u],
  ['Job backup-1', /^db-2: its pod belongs to a Job, and only of StatefulSet, ReplicaSet, .* Delete it by an `exec`/u],
])('a pod that is owned by "%s" is not deleted', async (owner, reason) => {
  await stubs.write('kubectl', `case "$*" in *owner*) echo '${owner}';; esac`);
  await expect(aimAtOthers(podDelete, settings, othersCluster())).rejects.toThrow(reason);
  expect((await stubs.calls()).map(({ argv }) => argv.slice(3, 5))).toEqual([['get', 'pod']]);
});

/** From now on its controller is one of this kind, and says this of its pods; the pod that was deleted is not there any more. */
async function owned(kind: string, counts: string): Promise<void> {
  await stubs.write(
    'kubectl',
    `case "$*" in *owner*) echo '${kind} shop-5c9d';; *"get pod"*|*delete*) ;; *) echo '${counts}';; esac`,
  );
}
