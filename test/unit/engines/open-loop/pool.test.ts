/** How connections are dealt out: each to one thread, one group and one home, and every zone has a group to go to. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Opening } from '../../../../src/catalog/engines/open-loop/opening.js';
import { Pool } from '../../../../src/catalog/engines/open-loop/pool.js';
import type { Routing } from '../../../../src/model/scenario.js';
import { toolErrorOf } from '../../../fixtures/thrown-by.js';
import { planOf } from '../../../fixtures/plan.js';

const zones = ['a', 'b', 'c'];
const nodes = ['jkt-a', 'jkt-b', 'cloud'].map((name, index) => ({
  name,
  zone: zones[index] as string,
  host: '192.0.2.1',
  port: 3306,
  user: 'nobody',
  password: '',
  tls: null,
}));

describe('in zone-local routing', () => {
  it('each zone has the connections whose home is there', () => {
    const pool = poolOf({ connections: 8 });
    expect(homesOf(pool)).toEqual(['jkt-a jkt-a jkt-a', 'jkt-b jkt-b jkt-b', 'cloud cloud']);
    expect(zones.map((_zone, zone) => pool.groupFor(zone, 0))).toEqual([0, 1, 2]);
  });

  it('a zone without a connection of its own shares those of others', () => {
    const pool = poolOf({ connections: 2 });
    expect(homesOf(pool)).toEqual(['jkt-a', 'jkt-b']);
    expect(zones.map((_zone, zone) => pool.groupFor(zone, 0))).toEqual([0, 1, 0]);
  });

  it('every thread serves every zone when there are connections enough', () => {
    for (const thread of [0, 1, 2]) {
      const pool = poolOf({ connections: 9, threads: 3, thread });
      expect(homesOf(pool)).toEqual(['jkt-a', 'jkt-b', 'cloud']);
    }
  });
});

describe('when a share of a zone is shifted to another', () => {
  const arrivals = Array.from({ length: 10_000 }, (_each, index) => index);
  const shiftedAt = (pool: Pool, share: number): readonly number[] => {
    pool.repoint({ writable: ['jkt-a', 'jkt-b', 'cloud'], shifts: [{ from: 'a', to: 'c', share }] });
    return arrivals.filter((arrival) => pool.groupFor(0, arrival) === 2);
  };

  it('that share of its arrivals goes there, the others stay, and so do those of other zones', () => {
    const pool = poolOf({ connections: 9 });
    expect(shiftedAt(pool, 0.3).length / arrivals.length).toBeCloseTo(0.3, 2);
    expect(arrivals.every((arrival) => pool.groupFor(1, arrival) === 1)).toBe(true);
    expect(arrivals.every((arrival) => [0, 2].includes(pool.groupFor(0, arrival)))).toBe(true);
    pool.close();
  });

  it('a larger share moves more and none back, and without one all are at home again', () => {
    const pool = poolOf({ connections: 9 });
    const few = shiftedAt(pool, 0.2);
    const many = new Set(shiftedAt(pool, 0.5));
    expect(few.every((arrival) => many.has(arrival))).toBe(true);
    expect(shiftedAt(pool, 1)).toEqual(arrivals);
    pool.repoint({ writable: ['jkt-a', 'jkt-b', 'cloud'] });
    expect(arrivals.every((arrival) => pool.groupFor(0, arrival) === 0)).toBe(true);
    pool.close();
  });
});

it('in round-robin routing all connections are one group, spread over the nodes', () => {
  const pool = poolOf({ routing: 'round-robin', connections: 5 });
  expect(homesOf(pool)).toEqual(['jkt-a jkt-b cloud jkt-a jkt-b']);
  expect(zones.map((_zone, zone) => pool.groupFor(zone, 0))).toEqual([0, 0, 0]);
});

it('in single routing all connections are one group at the first node', () => {
  expect(homesOf(poolOf({ routing: 'single', connections: 3 }))).toEqual(['jkt-a jkt-a jkt-a']);
});

it('whatever the numbers, every connection is in one thread and one group, and every zone finds a group that is not empty', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Routing>('zone-local', 'round-robin', 'single'),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 8 }),
      (routing, connections, asked) => {
        const threads = Math.min(asked, connections);
        const pools = Array.from({ length: threads }, (_each, thread) =>
          poolOf({ routing, connections, threads, thread }),
        );
        const dealt = pools.flatMap((pool) => pool.groups.flatMap((group) => group.map(({ id }) => id)));
        expect(dealt.sort((a, b) => a - b)).toEqual(Array.from({ length: connections }, (_each, id) => id));
        for (const pool of pools) {
          const found = zones.map((_zone, zone) => pool.groups[pool.groupFor(zone, 0)]?.length ?? 0);
          expect(Math.min(...found)).toBeGreaterThan(0);
          expect(pool.groups.map((group) => group.map((slot) => pool.groupOf(slot)))).toEqual(
            pool.groups.map((group, at) => group.map(() => at)),
          );
        }
      },
    ),
  );
});

describe('before a connection is made', () => {
  it('none is idle, and while no node takes writes none is asked for', () => {
    const pool = poolOf({ connections: 4 });
    pool.repoint({ writable: [] });
    pool.tend();
    expect(pool.idleSlot(0)).toBeUndefined();
    expect(pool.slots.map(({ node }) => node)).toEqual([-1, -1, -1, -1]);
  });

  it('the wait for all of them ends in an error that counts them and repeats the last word of the target', () => {
    let nowMs = 500;
    const opening = new Opening(poolOf({ connections: 3 }).slots, () => nowMs);
    nowMs += 9_999;
    opening.check(() => expect.fail('There is no connection.'));
    nowMs += 1;
    expect(toolErrorOf(() => opening.check(() => undefined)).message).toMatch(
      /^Only 0 of 3 connections.+10 s: no answer\.$/u,
    );
    opening.lastError = { errno: 1040, sqlstate: '08004', message: 'Too many connections' };
    const error = toolErrorOf(() => opening.check(() => undefined));
    expect(error.message).toContain('Too many connections');
    expect(error.hint).toContain('max_connections');
  });

  it('the wait ends once, when none is missing', () => {
    let told = 0;
    const opening = new Opening([], () => 0);
    for (let checks = 0; checks < 3; checks += 1) opening.check(() => (told += 1));
    expect(told).toBe(1);
  });
});

interface PoolShape {
  readonly connections: number;
  readonly routing?: Routing;
  readonly thread?: number;
  readonly threads?: number;
}

function poolOf({ connections, routing = 'zone-local', thread = 0, threads = 1 }: PoolShape): Pool {
  const plan = planOf({ keys: `client: { connections: ${connections}, routing: ${routing} }` });
  return new Pool({
    plan,
    nodes,
    thread,
    threads,
    nowMs: () => 0,
    chance: () => 0.5,
    onIdle: () => undefined,
    onConnectError: () => undefined,
    onRead: () => undefined,
  });
}

function homesOf({ groups }: Pool): readonly string[] {
  return groups.map((group) => group.map(({ home }) => nodes[home]?.name).join(' '));
}
