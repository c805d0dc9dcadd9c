/** Any fault that can be undone and done again can come and go: what is true of it is true of its flapping. */
import { expect, it } from 'vitest';
import { flapping as composed } from '../../../src/catalog/faults/flapping.js';
import { createCatalog } from '../../../src/catalog/index.js';
import { breaksNodes, nodesBroken } from '../../../src/kit/blast-radius.js';
import { needsOf } from '../../../src/kit/capability-of.js';
import { takingsOf } from '../../../src/kit/takings.js';
import type { FaultContext } from '../../../src/model/fault.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, othersCluster } from '../../fixtures/others-cluster.js';

const catalog = createCatalog();
const flapping = catalog.faults.get('flapping');
const place = { name: 'db', zone: 'a' };

const never = ['backup', 'failover', 'flapping', 'manual', 'node-restart', 'none', 'rolling-restart', 'switchover'];
const planned = catalog.faults.all.filter((kind) => kind.planned !== undefined).map(({ kind }) => kind);

it('all faults can but those that go through steps of their own, or that nothing undoes', () => {
  const can = flapping.composedOf?.map(({ kind }) => kind);
  const all = catalog.faults.all.map(({ kind }) => kind);
  expect(can).toEqual(all.filter((kind) => !never.includes(kind) && !planned.includes(kind)));
});

it.each([
  ['read-only', { node: 'db' }],
  ['latency', { node: 'db', delay: '300ms', jitter: '50ms' }],
  ['zone-outage', { zone: 'a', by: 'pause' }],
  ['partition', { zones: ['a'] }],
  ['systemd', { node: 'db', action: 'kill', unit: 'db.service' }],
])('flapping of %s takes, needs, breaks, orders and says what that does', (fault, own) => {
  const kind = catalog.faults.get(fault);
  const [settings, chosen] = [kind.settings.parse(own), flapping.settings.parse({ of: { fault, ...own }, times: 3 })];
  expect(needsOf(flapping, chosen)).toEqual(needsOf(kind, settings));
  expect(takingsOf(flapping, chosen)).toEqual(takingsOf(kind, settings));
  expect(breaksNodes(flapping, chosen)).toBe(breaksNodes(kind, settings));
  const when = { injectAtMs: 0, healAtMs: 9_000 };
  const nodes = [place, { name: 'other', zone: 'b' }, { name: 'third', zone: 'b' }];
  expect(nodesBroken([{ kind: flapping, settings: chosen, ...when }], nodes)).toEqual(
    nodesBroken([{ kind, settings, ...when }], nodes),
  );
  expect(flapping.describe(chosen)).toBe(
    `${kind.describe(settings)}, again and again: 3 times, for 1s each and 1s apart`,
  );
  const site = { nodes: [place], isOthers: true };
  const orders = kind.orders?.(settings, { ...site, lastsMs: 1_000 }) ?? null;
  expect(flapping.injectTimeoutMs?.(chosen)).toBe(kind.injectTimeoutMs?.(settings) ?? 0);
  // What is under way is waited for: it may have to come, and to go.
  const underWayMs = (kind.injectTimeoutMs?.(settings) ?? 0) + (kind.healTimeoutMs?.(settings) ?? 0);
  expect(flapping.healTimeoutMs?.(chosen)).toBe(underWayMs + (kind.healTimeoutMs?.(settings) ?? 0));
  expect(flapping.orders?.(chosen, { ...site, lastsMs: 60_000 })).toEqual(orders);
});

it('what has lasted for long has as much time to go as what has just come', async () => {
  const signals: AbortSignal[] = [];
  const note = async ({ signal }: FaultContext): Promise<void> => void signals.push(signal);
  const kind = { ...catalog.faults.get('exec'), inject: note, isEffective: async () => true, heal: note };
  const comesOnce = composed.compose([kind]);
  const of = { fault: 'exec', node: 'db-2', do: ['true'], undo: ['true'] };
  const context = await aimAtOthers(comesOnce, { of, times: 1, lost: '50ms' }, othersCluster());
  await comesOnce.inject({ ...context, ...surroundings() });
  await expect.poll(() => signals.length).toBe(2);
  await comesOnce.heal(context);
  expect(signals[1]).not.toBe(signals[0]);
});

it('the short words name the losses of a node', () => {
  const short = flapping.settings.parse({ node: 'db', by: 'pause' });
  const long = flapping.settings.parse({ of: { fault: 'node-pause', node: 'db' } });
  expect(flapping.describe(short)).toBe(flapping.describe(long));
  expect(flapping.isAimedAsWritten?.(short)).toBe(false);
});

it.each([
  ['of: { fault: latency, node: node-b, dealy: 300ms }', 'The key "dealy" is unknown here.'],
  ['of: { fault: latency, node: node-b, delay: 300 }', '"300" has no unit.'],
  ['of: { fault: latncy, node: node-b }', '"latncy" is not known here.'],
  ['of: { fault: switchover }', '"switchover" is not known here.'],
  ['of: { fault: latency, node: node-x }', 'The target has no node "node-x".'],
  ['of: { fault: replication-stop }', 'The topology "galera" does not allow "flapping": it lacks replication.'],
  ['of: { fault: latency, node: node-b }, node: node-b', 'Say by `of` what comes and goes'],
  ['times: 3', 'Say by `of` what comes and goes'],
])('"%s" is refused where it stands', (settings, message) => {
  expect(problemsOf(settings)).toEqual([expect.stringContaining(`4:${message}`)]);
});

it('references of the fault that comes and goes stay out of the scenario as they do outside of it', () => {
  const target = 'topology: external, nodes: [{ url: "mysql://u:p@127.0.0.1:3306", name: node-b }]';
  const exec = 'of: { fault: exec, node: node-b, do: [cut, "${TOKEN}"], undo: [mend, "${TOKEN}"] }';
  const text = storyOf(exec, target).replace('faults:', 'blast_radius: { beyond_tolerance: true }\nfaults:');
  const scenario = readScenarioText({ name: 'story.yaml', text }, { environment: { TOKEN: 'hush' } }, catalog);
  expect(JSON.stringify(scenario)).not.toContain('hush');
  expect(scenario.faults[0]?.settings).toMatchObject({ of: { do: ['cut', '${TOKEN}'] } });
});

function problemsOf(settings: string): readonly string[] {
  try {
    readScenarioText({ name: 'story.yaml', text: storyOf(settings, 'topology: galera') }, { environment: {} }, catalog);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ScenarioProblems)) throw thrown;
    return thrown.problems.map(({ line, message }) => `${line}:${message}`);
  }
}

function storyOf(settings: string, target: string): string {
  return `name: flap
target: { ${target} }
traffic: { phases: [{ name: steady, for: 40s, rate: 100/s }] }
faults: [{ fault: flapping, ${settings}, at: steady + 9s, heal: 9s }]
`;
}
