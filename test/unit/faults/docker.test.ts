/** What docker would not bring back of a container by itself: it is noted before the injection and given back, or nothing is done. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, othersCluster } from '../../fixtures/others-cluster.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

const docker = createFaultRegistry(faults).get('docker');
const disconnect = { node: 'db-2', action: 'disconnect', network: 'shop', timeout: '300ms' };

let stubs: StubPrograms;
beforeEach(async () => {
  stubs = await StubPrograms.open();
});
afterEach(() => stubs[Symbol.asyncDispose]());

describe('a container that docker removes when it ends', () => {
  beforeEach(() => stubs.write('docker', 'case $1 in inspect) echo true;; esac'));

  it.each(['kill', 'stop'])('is not hit by %s, and what can be done instead is said', async (action) => {
    const aimed = aimAtOthers(docker, { node: 'db-2', action }, othersCluster());
    await expect(aimed).rejects.toThrow(
      /^db-2: its container was started with --rm: .* Use `action: pause`, or start it without --rm\./u,
    );
    expect((await stubs.calls()).map(({ argv }) => argv[1])).toEqual(['inspect']);
  });

  it('may be frozen', async () => {
    const context = await aimAtOthers(docker, { node: 'db-2', action: 'pause' }, othersCluster());
    expect(context.targets.nodes).toEqual(['db-2']);
  });
});

it('a container that cannot be asked is not hit', async () => {
  await stubs.write('docker', 'echo "no such container: db-2" >&2; exit 1');
  const aimed = aimAtOthers(docker, { node: 'db-2', action: 'kill' }, othersCluster());
  await expect(aimed).rejects.toThrow(/docker inspect .* ended with 1, .*: no such container: db-2/u);
});

it('a container is not taken out of a network that it is not in', async () => {
  await inNetworks({ lan: {} });
  const aimed = aimAtOthers(docker, disconnect, othersCluster());
  await expect(aimed).rejects.toThrow('db-2: its container is not in the network shop: name by `network`');
});

it('a network that is named after the zone is found in what docker says of each container', async () => {
  await stubs.write(
    'docker',
    `case "$1 $2" in "network disconnect") touch "$STUBS/out-$4";; "network connect") rm "$STUBS/out-$4";;
inspect*) if [ -e "$STUBS/out-$4" ]; then echo '{"lan":{}}'; else echo '{"b_net":{},"lan":{}}'; fi;; esac`,
  );
  const settings = { ...disconnect, node: undefined, zone: 'b', network: '{zone}_net', timeout: '5s' };
  const context = await aimAtOthers(docker, settings, othersCluster());
  await docker.inject({ ...context, ...surroundings() });
  expect(await docker.isEffective(context)).toBe(true);
  await docker.heal(context);
  expect(await docker.isEffective(context)).toBe(false);
  const lines = (await stubs.calls()).map(({ argv }) => argv.join(' '));
  expect(lines.filter((line) => line.includes('network ')).toSorted()).toEqual([
    'docker network connect b_net db-2',
    'docker network connect b_net db-3',
    'docker network disconnect b_net db-2',
    'docker network disconnect b_net db-3',
  ]);
});

it('what one answer says of the networks of two nodes is read for each of them', async () => {
  await inNetworks({ 'db-2_net': {}, 'db-3_net': {} });
  const settings = { ...disconnect, node: undefined, zone: 'b', container: 'proxy', network: '{node}_net' };
  const context = await aimAtOthers(docker, settings, othersCluster());
  await inNetworks({ 'db-2_net': {} });
  await expect(docker.heal(context)).rejects.toThrow('its effect is still there');
});

describe('a container that was taken out of its network', () => {
  const fixed = { Aliases: ['db', 'ledger'], IPAMConfig: { IPv4Address: '172.20.0.7', IPv6Address: 'fd00::7' } };
  const drawn = { Aliases: null, IPAMConfig: null, IPAddress: '172.20.0.9' };

  it.each([
    ['its names and fixed addresses', fixed, '--alias db --alias ledger --ip 172.20.0.7 --ip6 fd00::7 '],
    ['neither, where it had none', drawn, ''],
  ])('comes back with %s, from what stands in the lease', async (_what, membership, options) => {
    const context = await takenOut(membership);
    await inNetworks({});
    await docker.inject({ ...context, ...surroundings() });
    expect(await docker.isEffective(context)).toBe(true);
    await stubs.calls();
    await inNetworks({ shop: membership });
    const { targets } = JSON.parse(JSON.stringify({ targets: context.targets })) as Pick<typeof context, 'targets'>;
    await docker.heal({ ...context, targets });
    const [connect] = await stubs.calls();
    expect(connect?.argv.join(' ')).toBe(`docker network connect ${options}shop db-2`);
  });

  it.each([
    ['without a name', { ...fixed, Aliases: ['db'] }],
    ['under another address', { ...fixed, IPAMConfig: { IPv4Address: '172.20.0.8', IPv6Address: 'fd00::7' } }],
    ['under a drawn address', { ...fixed, IPAMConfig: null }],
  ])('is not healed when it is back %s', async (_how, now) => {
    const context = await takenOut(fixed);
    await inNetworks({ shop: now });
    await expect(docker.heal(context)).rejects.toThrow('its effect is still there');
  });
});

async function takenOut(membership: object) {
  await inNetworks({ shop: membership, lan: {} });
  return aimAtOthers(docker, disconnect, othersCluster());
}

/** From now on docker says that the container is in these. */
async function inNetworks(networks: object): Promise<void> {
  await stubs.write('docker', `case $1 in inspect) cat <<'END'\n${JSON.stringify(networks)}\nEND\nesac`);
}
