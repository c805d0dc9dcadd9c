/** Faults of Aurora: a crash is seen in the server, and a simulation lasts until its interval is over, which every heal waits for. */
import { describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { nodesBroken } from '../../../src/kit/blast-radius.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { limits } from '../../../src/model/limits.js';
import { surroundings } from '../../fixtures/injection.js';
import { auroraServers, MakersServers } from '../../fixtures/makers-servers.js';
import { aimAtOthers, others } from '../../fixtures/others-cluster.js';

const aurora = createFaultRegistry(faults).get('aurora');
const lastsMs = 1_000;
const within = { ...surroundings(), boundMs: lastsMs + limits.boundGraceMs };
const clock = createSystemClock();
const crash = { action: 'crash-instance', node: 'db-2' };
const slowDisks = { action: 'disk-congestion', node: 'db-2' };

describe('a crash', () => {
  it('that leaves the server running as before did not happen', async () => {
    await using servers = await MakersServers.listen(auroraServers({ uptimes: [86_400] }));
    await using cluster = await servers.reach();
    const context = await aimAtOthers(aurora, { ...crash, timeout: '500ms' }, cluster);
    await expect(aurora.inject({ ...context, ...within })).rejects.toThrow(
      "nothing came of it, when asked by: db-2> SHOW GLOBAL STATUS LIKE 'Uptime';",
    );
    expect(servers.orders).toEqual(['db-2> ALTER SYSTEM CRASH INSTANCE;']);
  });

  it('that came proves nothing of the next one', async () => {
    await using servers = await MakersServers.listen(auroraServers({ uptimes: [86_400, 7_200] }));
    await using cluster = await servers.reach();
    const context = await aimAtOthers(aurora, { ...crash, timeout: '500ms' }, cluster);
    await aurora.inject({ ...context, ...within });
    await aurora.heal(context);
    await expect(aurora.inject({ ...context, ...within })).rejects.toThrow('nothing came of it');
  });

  it('may come again and again, each seen by a start of its own', async () => {
    await using servers = await MakersServers.listen(auroraServers({ uptimes: [86_400, 7_200, 0] }));
    await using cluster = await servers.reach();
    const context = await aimAtOthers(aurora, { ...crash, timeout: '500ms' }, cluster);
    for (const _time of [1, 2]) {
      await aurora.inject({ ...context, ...within });
      await aurora.heal(context);
    }
    expect(servers.orders).toHaveLength(2);
  });

  it('is not healed while the server does not answer', async () => {
    const servers = await MakersServers.listen(auroraServers());
    await using cluster = await servers.reach();
    const context = await aimAtOthers(aurora, { ...crash, timeout: '500ms' }, cluster);
    await aurora.inject({ ...context, ...within });
    await servers[Symbol.asyncDispose]();
    await expect(aurora.heal(context)).rejects.toThrow('it does not answer: db-2> SHOW GLOBAL STATUS');
  });
});

describe('a simulation', () => {
  it('is healed when its interval is over, and not before', async () => {
    await using servers = await MakersServers.listen(auroraServers());
    await using cluster = await servers.reach();
    const context = await aimAtOthers(aurora, slowDisks, cluster, lastsMs);
    await aurora.inject({ ...context, ...within });
    const begunMs = clock.nowMs();
    await aurora.heal(context);
    expect(clock.nowMs() - begunMs).toBeGreaterThanOrEqual(lastsMs - 50);
    // As its lease says, it may last until its order had to be accepted.
    expect(clock.nowMs() - begunMs).toBeLessThan(30_000);
    expect(await aurora.isEffective(context)).toBe(false);
  });

  it('that the server has refused is not waited for', async () => {
    await using servers = await MakersServers.listen(() => null);
    await using cluster = await servers.reach();
    const context = await aimAtOthers(aurora, slowDisks, cluster, 3_600_000);
    await expect(aurora.inject({ ...context, ...within, boundMs: 3_600_000 })).rejects.toThrow('You have an error');
    await aurora.heal(context);
    expect(await aurora.isEffective(context)).toBe(false);
  });

  it('whose order was not answered is waited for as long as it may last', async () => {
    await using servers = await MakersServers.listen(() => ({ kind: 'hang' }));
    await using cluster = await servers.reach();
    const context = await aimAtOthers(aurora, { ...slowDisks, timeout: '300ms' }, cluster, lastsMs);
    const begunMs = clock.nowMs();
    await expect(aurora.inject({ ...context, ...within })).rejects.toThrow();
    expect(await aurora.isEffective(context)).toBe(true);
    await aurora.heal(context);
    expect(clock.nowMs() - begunMs).toBeGreaterThanOrEqual(300 + lastsMs - 50);
  });
});

it('a failure of all readers counts for each of them', () => {
  const settings = aurora.settings.parse({ action: 'replica-failure', node: 'db-1' });
  const strike = { kind: aurora, settings, injectAtMs: 0, healAtMs: 1_000 };
  expect(nodesBroken([strike], others)).toEqual([2]);
  expect(nodesBroken([{ ...strike, settings: aurora.settings.parse(slowDisks) }], others)).toEqual([1]);
});
