/** Faults made of statements: what is sent to which node, in which order, and that it is seen, undone, and never sent twice where once is enough. */
import { describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { AdminConnections } from '../../../src/host/admin-connections.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import type { OrderOptions } from '../../../src/model/server-control.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, others, othersCluster } from '../../fixtures/others-cluster.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

const catalog = createFaultRegistry(faults);

interface Recipe {
  readonly kind: string;
  readonly settings: object;
  readonly injects: readonly string[];
  readonly heals: readonly string[];
  /** By question, what is said once one of these was ordered; and what is said before. */
  readonly says: { readonly before: string; readonly broken: string } | null;
}

const own = 'WHERE MEMBER_ID = @@server_uuid';
const recipes: readonly Recipe[] = [
  {
    kind: 'oceanbase',
    settings: { action: 'stop-zone', node: 'db-2' },
    injects: ["db-2> ALTER SYSTEM STOP ZONE 'b';"],
    heals: ["db-2> ALTER SYSTEM START ZONE 'b';"],
    says: { before: 'ACTIVE', broken: 'INACTIVE' },
  },
  {
    kind: 'oceanbase',
    settings: { action: 'force-stop-zone', node: 'db-2', zone_name: 'zone2' },
    injects: ["db-2> ALTER SYSTEM FORCE STOP ZONE 'zone2';"],
    heals: ["db-2> ALTER SYSTEM START ZONE 'zone2';"],
    says: { before: 'ACTIVE', broken: 'INACTIVE' },
  },
  {
    kind: 'oceanbase',
    settings: { action: 'switchover', node: 'db-1', standby: 'db-2', tenant: 'pay' },
    injects: [
      'db-1> ALTER SYSTEM SWITCHOVER TO STANDBY TENANT pay;',
      'db-2> ALTER SYSTEM SWITCHOVER TO PRIMARY TENANT pay;',
    ],
    heals: [
      'db-2> ALTER SYSTEM SWITCHOVER TO STANDBY TENANT pay;',
      'db-1> ALTER SYSTEM SWITCHOVER TO PRIMARY TENANT pay;',
    ],
    says: { before: 'PRIMARY', broken: 'STANDBY' },
  },
  {
    kind: 'group-replication',
    settings: { action: 'leave', zone: 'b' },
    injects: ['db-2> STOP GROUP_REPLICATION;', 'db-3> STOP GROUP_REPLICATION;'],
    heals: ['db-2> START GROUP_REPLICATION;', 'db-3> START GROUP_REPLICATION;'],
    says: { before: 'ONLINE', broken: 'OFFLINE' },
  },
  {
    kind: 'group-replication',
    settings: { action: 'become-primary', node: 'db-2', back: 'db-1' },
    injects: ['db-2> SELECT group_replication_set_as_primary(@@server_uuid);'],
    heals: ['db-1> SELECT group_replication_set_as_primary(@@server_uuid);'],
    says: { before: 'SECONDARY', broken: 'PRIMARY' },
  },
  {
    kind: 'aurora',
    settings: { action: 'disk-congestion', node: 'db-2', percent: 40 },
    injects: [
      'db-2> ALTER SYSTEM SIMULATE 40 PERCENT DISK CONGESTION BETWEEN 100 AND 200 MILLISECONDS FOR INTERVAL 50 SECOND;',
    ],
    heals: [],
    says: null,
  },
];

describe('recipes made of statements', () => {
  it.each(recipes.map((recipe) => [`${recipe.kind} ${JSON.stringify(recipe.settings)}`, recipe] as const))(
    '%s orders exactly what it shows, is seen while it lasts, and undoes it',
    async (_name, { kind: name, settings, injects, heals, says }) => {
      const sent: string[] = [];
      const cluster = othersCluster(async (node, sql) => {
        const line = `${node}> ${sql};`;
        const isQuestion =
          says !== null && sql.startsWith('SELECT') && (sql.includes(own) || sql.includes('oceanbase.'));
        if (!isQuestion) sent.push(line);
        const isBroken = injects.includes(sent.at(-1) ?? '');
        return isQuestion ? [{ state: isBroken ? says.broken : says.before }] : [];
      });
      const kind = catalog.get(name);
      const context = await aimAtOthers(kind, settings, cluster);
      const shown = kind.orders?.(context.settings, { nodes: others, lastsMs: 50_000 });
      expect([shown?.inject, shown?.heal]).toEqual([injects, heals]);
      expect(await kind.isEffective(context)).toBe(false);

      await kind.inject({ ...context, ...surroundings() });
      expect(sent).toEqual(injects);
      expect(await kind.isEffective(context)).toBe(true);

      await kind.heal(context);
      expect(sent.slice(injects.length)).toEqual(heals);
      expect(await kind.isEffective(context)).toBe(false);
    },
  );

  it('a crash that takes its own session with it is sent once, and the broken session is its answer', async () => {
    await using server = await ScriptedServer.listen();
    const sent: string[] = [];
    server.answer((sql) => {
      if (!sql.startsWith('ALTER')) return null;
      sent.push(sql);
      return { kind: 'reset' };
    });
    await using administration = new AdminConnections({ adminEndpoint: () => server.endpoint });
    const kind = catalog.get('aurora');
    const cluster = othersCluster((node, sql, options) => administration.order(node, sql, options));
    const context = await aimAtOthers(kind, { action: 'crash-instance', node: 'db-2' }, cluster);
    await kind.inject({ ...context, ...surroundings() });
    expect(sent).toEqual(['ALTER SYSTEM CRASH INSTANCE']);
  });

  it('each has the time of its fault, and is given up with it', async () => {
    const given: OrderOptions[] = [];
    const cluster = othersCluster(async (_node, _sql, options = {}) => {
      given.push(options);
      return [{ state: 'ONLINE' }];
    });
    const kind = catalog.get('group-replication');
    const context = await aimAtOthers(kind, { action: 'leave', node: 'db-2', timeout: '300ms' }, cluster);
    await kind.inject({ ...context, ...surroundings() });
    const { signal } = new AbortController();
    await kind.heal({ ...context, signal });
    expect(new Set(given.map(({ timeoutMs }) => timeoutMs))).toEqual(new Set([300]));
    expect(given[0]?.signal).toBe(context.signal);
    expect(given.at(-1)?.signal).toBe(signal);
  });

  it('a statement that the server refuses fails the injection with its words', async () => {
    const cluster = othersCluster(async () => {
      throw new Error('Access denied; you need the SUPER privilege');
    });
    const kind = catalog.get('group-replication');
    const context = await aimAtOthers(kind, { action: 'leave', node: 'db-2' }, cluster);
    await expect(kind.inject({ ...context, ...surroundings() })).rejects.toThrow(
      'db-2> STOP GROUP_REPLICATION;: Access denied; you need the SUPER privilege',
    );
  });

  it('the other nodes that they give orders to must be known to the target', () => {
    const kind = catalog.get('oceanbase');
    const settings = kind.settings.parse({ action: 'switchover', node: 'db-1', standby: 'db-9', tenant: 'pay' });
    expect(kind.mentions(settings)).toEqual({ nodes: ['db-1'], zones: [], told: ['db-9', 'db-9'] });
  });
});
