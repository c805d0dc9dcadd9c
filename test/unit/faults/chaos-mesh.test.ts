/** What an experiment of Chaos Mesh is called: Kubernetes takes few names, and two runs must not share one. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import type { Cluster } from '../../../src/model/topology.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, others, othersCluster } from '../../fixtures/others-cluster.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

const chaosMesh = createFaultRegistry(faults).get('chaos-mesh');
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/u;

let stubs: StubPrograms;
beforeEach(async () => {
  stubs = await StubPrograms.open();
  await stubs.write(
    'kubectl',
    'case "$*" in *apply*) touch "$STUBS/on";; *delete*) rm -f "$STUBS/on";; *get*) [ ! -e "$STUBS/on" ] || printf True;; esac',
  );
});
afterEach(() => stubs[Symbol.asyncDispose]());

it.each(['db_1', 'JKT A', '数据库', '-.-', 'a-very-long-name-of-32-characters'.slice(0, 32)])(
  'the experiment on the node "%s" has one name that Kubernetes takes, from its begin to its end',
  async (name) => {
    const context = await aim(name);
    await chaosMesh.inject({ ...context, ...surroundings() });
    await chaosMesh.heal(context);
    const names = (await stubs.calls()).map(({ argv, input }) =>
      input === '' ? argv[argv.indexOf('networkchaos.chaos-mesh.org') + 1] : nameIn(input),
    );
    expect(names.length).toBeGreaterThanOrEqual(4);
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(label);
  },
);

it('two runs call their experiments on one node by different names', async () => {
  const names = await Promise.all([1, 2, 3].map(async () => (await aim('db-1')).targets.former?.['db-1']));
  expect(new Set(names).size).toBe(3);
});

function aim(name: string) {
  const nodes = others.slice(0, 1).map((node) => ({ ...node, name }));
  const cluster: Cluster = { ...othersCluster(), nodes };
  const settings = { node: name, experiment: 'NetworkChaos', spec: { action: 'partition' } };
  return aimAtOthers(chaosMesh, settings, cluster);
}

function nameIn(manifest: string): string {
  return (JSON.parse(manifest) as { readonly metadata: { readonly name: string } }).metadata.name;
}
