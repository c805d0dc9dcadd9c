/** Orders are undone when that can be seen: where nobody answers, or another node is back, nothing is healed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, othersCluster } from '../../fixtures/others-cluster.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

const catalog = createFaultRegistry(faults);
/** Nothing is seen for so long; where something is to be seen, it may take longer. */
const soon = { timeout: '200ms' };
const patient = { timeout: '1s' };
const partition = { experiment: 'NetworkChaos', spec: { action: 'partition' } };
const recipes = [
  ['docker', { action: 'pause' }],
  ['docker', { action: 'kill' }],
  ['docker', { action: 'disconnect', network: 'shop' }],
  ['systemd', { action: 'stop', unit: 'mariadb.service', ssh: 'root@{host}' }],
  ['systemd', { action: 'freeze', unit: 'mariadb.service', ssh: 'root@{host}' }],
  ['pod-delete', {}],
  ['chaos-mesh', partition],
  ['rds', { action: 'failover-cluster' }],
  ['exec', { do: ['ssh'], undo: ['ssh', 'undo'], check: ['ssh', 'look'] }],
] as const;
const programs = ['docker', 'ssh', 'kubectl', 'aws'];
/** What is noted before an injection can be told. */
const answering = `case "$*" in *AutoRemove*) echo false;; *Networks*) echo '{"shop":{}}';; *owner*) echo StatefulSet db;; esac`;

describe('an order', () => {
  let stubs: StubPrograms;
  beforeEach(async () => {
    stubs = await StubPrograms.open();
  });
  afterEach(async () => {
    await stubs[Symbol.asyncDispose]();
  });

  it.each([
    ['the line is dead', 'exit 255'],
    ['nobody answers in time', 'sleep 5'],
  ])('is not undone when %s, by any recipe', async (_what, script) => {
    for (const program of programs) await stubs.write(program, answering);
    const aimed = await Promise.all(
      recipes.map(([name, settings]) => aim(name, { node: 'db-2', ...settings, timeout: '5s' })),
    );
    for (const program of programs) await stubs.write(program, script);
    await Promise.all(
      aimed.map(async ([kind, ready]) => {
        const name = kind.kind;
        const context = { ...ready, settings: { ...(ready.settings as object), timeout: 200 } };
        await expect(kind.heal(context), name).rejects.toThrow();
        await expect(kind.isEffective(context), name).rejects.toThrow('nobody can say whether its effect is there');
      }),
    );
  });

  it.each([
    ['fails to start', 'failed', 3],
    ['is not known any more', 'unknown', 4],
  ])('for a service that %s is not undone', async (_what, state, code) => {
    await stubs.write('systemctl', `case $1 in is-active) echo ${state}; exit ${code};; esac`);
    const [kind, context] = await aim('systemd', { node: 'db-2', action: 'stop', unit: 'mariadb.service', ...patient });
    expect(await kind.isEffective(context)).toBe(true);
    await expect(kind.heal(context)).rejects.toThrow('its effect is still there');
  });

  it.each(['RECOVERING', 'ERROR'])('for a member that is %s is not undone', async (state) => {
    const [kind, context] = await aim('group-replication', { node: 'db-2', action: 'leave' }, state);
    await expect(kind.heal(context)).rejects.toThrow('its effect is still there');
  });

  it('for a tenant that is on its way is not undone', async () => {
    const settings = { action: 'switchover', node: 'db-1', standby: 'db-2', tenant: 'pay' };
    const [kind, context] = await aim('oceanbase', settings, 'SWITCHING TO PRIMARY');
    await expect(kind.heal(context)).rejects.toThrow('nobody can say whether its effect is there');
  });

  it.each([
    ['each by an order of its own', ['mend', '{node}']],
    ['by one order for both', ['mend', 'db-2', 'and db-3']],
  ])('is not undone on two nodes when it is on one of them, %s', async (_what, undo) => {
    await stubs.write('break', 'touch "$STUBS/broken-$1"');
    await stubs.write('mend', '[ $1 = db-2 ] || exit 4; rm -f "$STUBS/broken-$1"; [ $# = 1 ]');
    await stubs.write('is-broken', '[ -e "$STUBS/broken-$1" ]');
    const check = ['is-broken', '{node}'];
    const [kind, context] = await aim('exec', { zone: 'b', do: ['break', '{node}'], undo, check, timeout: '5s' });
    await kind.inject({ ...context, ...surroundings() });
    expect(await kind.isEffective(context)).toBe(true);
    await expect(kind.heal(context)).rejects.toThrow('ended with');
    const mended = (await stubs.calls()).filter(({ argv }) => argv[0] === 'mend').length;
    expect(mended).toBe(undo.length === 2 ? 1 + 3 : 3);
  });

  it('is not undone any more when the time for that is over', async () => {
    await stubs.write('mend', 'sleep 60');
    const [kind, context] = await aim('exec', { node: 'db-2', do: ['true'], undo: ['mend'], timeout: '60s' });
    const signal = AbortSignal.timeout(500);
    await expect(kind.heal({ ...context, signal })).rejects.toThrow('aborted due to timeout');
    expect(await stubs.calls()).toHaveLength(1);
  });
});

/** Its statements are all answered with `state`. */
async function aim(name: string, settings: object, state = ''): Promise<[FaultKind, FaultContext]> {
  const kind = catalog.get(name);
  const cluster = othersCluster(async () => [{ state }]);
  return [kind, await aimAtOthers(kind, { ...soon, ...settings }, cluster)];
}
