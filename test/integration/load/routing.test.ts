/** Where connections go when the route changes and when nodes die: home if home takes writes, elsewhere otherwise, and back again. */
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { Pool } from '../../../src/catalog/engines/open-loop/pool.js';
import { single } from '../../../src/catalog/topologies/single.js';
import type { Cluster, Endpoint } from '../../../src/model/topology.js';
import type { SeenError } from '../../../src/mysql/classify-error.js';
import { loadPlanOf, prepare } from '../../fixtures/driven-load.js';
import { pendingAt } from '../../fixtures/pending.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const plan = loadPlanOf({
  phases: '[{ name: only, for: 1s, rate: 10/s }]',
  connections: 4,
  client: 'routing: round-robin',
});
const homes = ['a', 'b', 'a', 'b'];
/** Longer than any connection waits before it looks for its home again, or for a node that refused it. */
const longMs = 10_000;

let site: TargetSite;
let clusters: Readonly<Record<'a' | 'b', Cluster>>;
let nodes: readonly Endpoint[];
let pool: Pool;
/** Moved by hand, so that nothing waits for a backoff. */
let nowMs = 0;
let refusals: SeenError[] = [];

beforeAll(async () => {
  site = await TargetSite.open();
  clusters = { a: await site.start(single), b: await site.start(single) };
  for (const cluster of Object.values(clusters)) await prepare({ cluster, plan });
  nodes = Object.entries(clusters).map(([name, cluster]) => ({ ...nodeOf(cluster, 'db'), name }));
});
afterAll(() => site[Symbol.asyncDispose]());

beforeEach(async () => {
  refusals = [];
  pool = new Pool({
    plan,
    nodes,
    thread: 0,
    threads: 1,
    nowMs: () => nowMs,
    chance: () => 0.5,
    onIdle: () => undefined,
    onConnectError: (error) => refusals.push(error),
    onRead: () => undefined,
  });
  pool.repoint({ writable: ['a', 'b'] });
  await places(homes);
});
afterEach(() => pool.close());

it('each is at its home, and idle', () => {
  expect(pool.slots.every(({ isIdle }) => isIdle)).toBe(true);
});

it('those of a node that takes no more writes go to one that does, and home again when it takes them again', async () => {
  pool.repoint({ writable: ['b'] });
  await places(['b', 'b', 'b', 'b']);
  pool.repoint({ writable: ['a', 'b'] });
  nowMs += longMs;
  await places(homes);
});

it('one that is busy moves only when its attempt has ended', async () => {
  const [busy] = pool.slots;
  if (busy === undefined) throw new Error('There are no connections.');
  busy.pending = pendingAt(0);
  pool.repoint({ writable: ['b'] });
  await places(['a', 'b', 'b', 'b']);
  expect(busy.session?.isOver).toBe(false);
  busy.release(true);
  await places(['b', 'b', 'b', 'b']);
});

it('one that comes home during an attempt lets the attempt end where it is', async () => {
  const { busy, session } = await busyAtOtherNode();
  expect(busy.session).toBe(session);
  expect(session?.isOver).toBe(false);
  busy.release(true);
  await places(homes);
});

it('one that came home in vain, because the route has changed again, stays where it was', async () => {
  const { busy, session } = await busyAtOtherNode();
  pool.repoint({ writable: ['b'] });
  busy.release(true);
  await places(['b', 'b', 'b', 'b']);
  expect(busy.session).toBe(session);
});

it('one that has come home needs nothing more when its other connection is lost', async () => {
  const { busy } = await busyAtOtherNode();
  busy.release(false);
  expect(busy.isIdle).toBe(true);
  expect(nodes[busy.node]?.name).toBe('a');
});

it('one that may not be used again is replaced by a new one', async () => {
  const [spent] = pool.slots;
  const session = spent?.session;
  spent?.release(false);
  await places(homes);
  expect(spent?.session).not.toBe(session);
  expect(session?.isOver).toBe(true);
});

it('one that connects to a node while that is taken out of the route does not stay there', async () => {
  const [spent] = pool.slots;
  spent?.release(false);
  nowMs += longMs;
  pool.tend();
  pool.repoint({ writable: ['b'] });
  await places(['b', 'b', 'b', 'b']);
});

it('while no node takes writes there is none, and all are back when one does', async () => {
  pool.repoint({ writable: [] });
  await places([null, null, null, null]);
  expect(pool.idleSlot(0)).toBeUndefined();
  pool.repoint({ writable: ['a'] });
  await places(['a', 'a', 'a', 'a']);
});

it('those of a node that dies go elsewhere, are told why, and come home after it', async () => {
  await clusters.a.process?.kill('db');
  await places(['b', 'b', 'b', 'b']);
  expect(refusals.map(({ message }) => message).join()).toMatch(/ECONNREFUSED|ECONNRESET/u);
  await clusters.a.process?.start('db', { signal: undefined });
  await places(homes);
});

it('a node that accepts connections without holding the ledger gets none', async () => {
  pool.repoint({ writable: ['b'] });
  await places(['b', 'b', 'b', 'b']);
  await sql(clusters.a, 'db', 'RENAME TABLE paystorm.marker TO paystorm.elsewhere');
  try {
    pool.repoint({ writable: ['a', 'b'] });
    nowMs += longMs;
    pool.tend();
    await lookedHome();
    await places(['b', 'b', 'b', 'b']);
  } finally {
    await sql(clusters.a, 'db', 'RENAME TABLE paystorm.elsewhere TO paystorm.marker');
  }
});

/** Resolves when every connection is at its place; fails, saying where they are, when that does not happen soon. */
/** The first connection: its home takes writes again and has answered it, while an attempt is under way elsewhere. */
async function busyAtOtherNode() {
  pool.repoint({ writable: ['b'] });
  await places(['b', 'b', 'b', 'b']);
  const [busy] = pool.slots;
  if (busy === undefined) throw new Error('There are no connections.');
  busy.pending = pendingAt(0);
  const { session } = busy;
  pool.repoint({ writable: ['a', 'b'] });
  nowMs += longMs;
  await places(['b', 'b', 'a', 'b']);
  await lookedHome();
  return { busy, session };
}

async function places(expected: readonly (string | null)[]): Promise<void> {
  for (let tries = 0; tries < 300 && placesNow().join() !== expected.join(); tries += 1) {
    pool.tend();
    nowMs += 50;
    await site.clock.sleep(10);
  }
  expect(placesNow()).toEqual(expected);
}

function placesNow(): readonly (string | null)[] {
  return pool.slots.map(({ node }) => nodes[node]?.name ?? null);
}

/** Long enough for a connection that was let in to be taken. */
function lookedHome(): Promise<void> {
  return site.clock.sleep(300);
}
