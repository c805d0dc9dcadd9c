/** Faults made of statements: what is sent to which node, in which order, and that it is seen, undone, and never sent twice where once is enough. */
import { describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { limits } from '../../../src/model/limits.js';
import type { OrderOptions } from '../../../src/model/server-control.js';
import { surroundings } from '../../fixtures/injection.js';
import { auroraServers, groupOfMembers, MakersServers, oceanBase } from '../../fixtures/makers-servers.js';
import { aimAtOthers, others, othersCluster } from '../../fixtures/others-cluster.js';

const catalog = createFaultRegistry(faults);

type Maker = Parameters<typeof MakersServers.listen>[0];

interface Recipe {
  readonly kind: string;
  readonly maker: () => Maker;
  readonly settings: object;
  readonly injects: readonly string[];
  readonly heals: readonly string[];
  /** What each look asks; none of what is only believed. */
  readonly asks: readonly string[];
  /** Only time ends it. */
  readonly isTimed?: true;
}

const own = 'FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid;';
const uptime = "db-2> SHOW GLOBAL STATUS LIKE 'Uptime';";
const recipes: readonly Recipe[] = [
  {
    kind: 'oceanbase',
    maker: oceanBase,
    settings: { action: 'stop-zone', node: 'db-2' },
    injects: ["db-2> ALTER SYSTEM STOP ZONE 'b';"],
    heals: ["db-2> ALTER SYSTEM START ZONE 'b';"],
    asks: ["db-2> SELECT status FROM oceanbase.DBA_OB_ZONES WHERE zone = 'b';"],
  },
  {
    kind: 'oceanbase',
    maker: oceanBase,
    settings: { action: 'force-stop-zone', node: 'db-2', zone_name: 'zone2' },
    injects: ["db-2> ALTER SYSTEM FORCE STOP ZONE 'zone2';"],
    heals: ["db-2> ALTER SYSTEM START ZONE 'zone2';"],
    asks: ["db-2> SELECT status FROM oceanbase.DBA_OB_ZONES WHERE zone = 'zone2';"],
  },
  {
    kind: 'oceanbase',
    maker: oceanBase,
    settings: { action: 'switchover', node: 'db-1', standby: 'db-2', tenant: 'pay' },
    injects: [
      'db-1> ALTER SYSTEM SWITCHOVER TO STANDBY TENANT pay;',
      'db-2> ALTER SYSTEM SWITCHOVER TO PRIMARY TENANT pay;',
    ],
    heals: [
      'db-2> ALTER SYSTEM SWITCHOVER TO STANDBY TENANT pay;',
      'db-1> ALTER SYSTEM SWITCHOVER TO PRIMARY TENANT pay;',
    ],
    asks: ["db-1> SELECT tenant_role FROM oceanbase.DBA_OB_TENANTS WHERE tenant_name = 'pay';"],
  },
  {
    kind: 'group-replication',
    maker: groupOfMembers,
    settings: { action: 'leave', zone: 'b' },
    injects: ['db-2> STOP GROUP_REPLICATION;', 'db-3> STOP GROUP_REPLICATION;'],
    heals: ['db-2> START GROUP_REPLICATION;', 'db-3> START GROUP_REPLICATION;'],
    asks: [`db-2> SELECT MEMBER_STATE ${own}`, `db-3> SELECT MEMBER_STATE ${own}`],
  },
  {
    kind: 'group-replication',
    maker: groupOfMembers,
    settings: { action: 'become-primary', node: 'db-2', back: 'db-1' },
    injects: ['db-2> SELECT group_replication_set_as_primary(@@server_uuid);'],
    heals: ['db-1> SELECT group_replication_set_as_primary(@@server_uuid);'],
    asks: [`db-2> SELECT MEMBER_ROLE ${own}`],
  },
  ...['INSTANCE', 'NODE'].map((what) => ({
    kind: 'aurora',
    maker: auroraServers,
    settings: { action: `crash-${what.toLowerCase()}`, node: 'db-2' },
    injects: [`db-2> ALTER SYSTEM CRASH ${what};`],
    heals: [],
    asks: [uptime],
  })),
  {
    kind: 'aurora',
    maker: auroraServers,
    settings: { action: 'crash-dispatcher', node: 'db-2' },
    injects: ['db-2> ALTER SYSTEM CRASH DISPATCHER;'],
    heals: [],
    asks: [],
  },
  ...[
    ['replica-failure', 'READ REPLICA FAILURE TO ALL'],
    ['disk-failure', 'DISK FAILURE'],
    ['disk-congestion', 'DISK CONGESTION BETWEEN 100 AND 200 MILLISECONDS'],
  ].map(([action, what]) => ({
    kind: 'aurora',
    maker: auroraServers,
    settings: { action, node: 'db-2', percent: 40 },
    injects: [`db-2> ALTER SYSTEM SIMULATE 40 PERCENT ${what} FOR INTERVAL 1 SECOND;`],
    heals: [],
    asks: [],
    isTimed: true as const,
  })),
];

/** Longer than a second would be told as two. */
const lastsMs = 1_000;
const within = { ...surroundings(), boundMs: lastsMs + limits.boundGraceMs };

describe('recipes made of statements', () => {
  it.each(recipes.map((recipe) => [`${recipe.kind} ${JSON.stringify(recipe.settings)}`, recipe] as const))(
    '%s sends in packets exactly what it shows, is seen while it lasts, and undoes it',
    async (_name, { kind: name, maker, settings, injects, heals, asks, isTimed = false }) => {
      await using servers = await MakersServers.listen(maker());
      await using cluster = await servers.reach();
      const kind = catalog.get(name);
      const context = await aimAtOthers(kind, settings, cluster, lastsMs);
      const shown = kind.orders?.(context.settings, { nodes: others, lastsMs, isOthers: true });
      expect(shown).toEqual({ inject: injects, check: asks, heal: heals });
      // Of one that a dead runner may have begun, only time tells that it is over.
      expect(await kind.isEffective(context)).toBe(isTimed);
      expect(servers.orders).toEqual([]);

      await kind.inject({ ...context, ...within });
      expect(servers.orders.toSorted()).toEqual(injects.toSorted());
      if (injects[0]?.startsWith('db-1') === true) expect(servers.orders).toEqual(injects);
      expect(await kind.isEffective(context)).toBe(true);

      servers.orders.length = 0;
      await kind.heal(context);
      expect(servers.orders.toSorted()).toEqual(heals.toSorted());
      if (heals.at(-1)?.startsWith('db-1') === true) expect(servers.orders).toEqual(heals);
      expect(await kind.isEffective(context)).toBe(false);
      expect([...new Set(servers.questions)].toSorted()).toEqual(asks);
    },
  );

  it('of a tenant whose primary is reached by several nodes each is the standby before another is told to be the primary', async () => {
    const events: string[] = [];
    const tenant = { role: 'STANDBY' };
    const cluster = othersCluster(async (node, sql) => {
      const [, role] = /SWITCHOVER TO (\w+)/u.exec(sql) ?? [];
      if (role === undefined) return [{ tenant_role: tenant.role }];
      if (role === 'PRIMARY') events.push(`${node} is told`);
      // All but the first to be told take their time.
      for (let turns = 0; turns < (node === 'db-2' ? 1 : 50); turns += 1) await Promise.resolve();
      if (role === 'STANDBY') events.push(`${node} is the standby`);
      return [];
    });
    const kind = catalog.get('oceanbase');
    const settings = { action: 'switchover', zone: 'b', standby: 'db-1', tenant: 'pay' };
    const context = await aimAtOthers(kind, settings, cluster);
    await kind.inject({ ...context, ...surroundings() });
    expect(events.splice(0)).toEqual(['db-2 is the standby', 'db-3 is the standby', 'db-1 is told']);
    tenant.role = 'PRIMARY';
    await kind.heal(context);
    expect(events).toEqual(['db-1 is the standby', 'db-2 is told', 'db-3 is told']);
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
