/** What a plan shows of the statements for servers that others run is what is sent to them. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { refuseOrders } from '../../../src/commands/allow-orders.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, others, othersCluster } from '../../fixtures/others-cluster.js';

const catalog = createCatalog();
const urls = others.map(({ name, zone, host }) => `{ name: ${name}, zone: ${zone}, url: mysql://app@${host} }`);
const external = `topology: external, nodes: [${urls.join(', ')}]`;

it.each([
  ['read-only', { node: 'db-2' }, ['db-2> SET GLOBAL read_only = ON;']],
  ['read-only', { zone: 'b' }, ['db-2> SET GLOBAL read_only = ON;', 'db-3> SET GLOBAL read_only = ON;']],
  ['pool-exhaustion', { node: 'db-1', connections: 20 }, ['db-1> SET GLOBAL max_connections = 20;']],
])('%s shows each statement that it sends, %o', async (kind, settings, statements) => {
  const fault = catalog.faults.get(kind);
  const { cluster, sent } = serversWithSettings();
  const aimed = await aimAtOthers(fault, settings, cluster);
  sent.length = 0;
  await fault.inject({ ...aimed, ...surroundings(), boundMs: 60_000 });
  expect(sent).toEqual(statements);
  await fault.heal(aimed);
  const healed = sent.slice(statements.length).map((line) => line.replace(/= \w+;/u, '= <as before>;'));

  const shown = fault.orders?.(fault.settings.parse(settings), { nodes: others, lastsMs: 10_000, isOthers: true });
  expect(shown).toEqual({ inject: statements, check: [], heal: healed });
});

it('the plan shows them under the fault, and the refusal in place of a sentence', () => {
  const plan = planOf(external, 'fault: read-only, node: db-2');
  const lines = /injects {2}db-2> SET GLOBAL read_only = ON;\n +heals {4}db-2> SET GLOBAL read_only = <as before>;/u;
  expect(describePlan(plan, catalog)).toMatch(lines);
  expect(() => refuseOrders(plan, catalog, false)).toThrow(lines);
  refuseOrders(plan, catalog, true);
});

it.each([
  ['read-only, node: db-2', 'db-2> SET GLOBAL read_only = ON;', 'db-2> SET GLOBAL read_only = <as before>;'],
  ['pool-exhaustion, node: db-1', 'db-1> SET GLOBAL max_connections = 10;', '= <as before>;'],
])('of what comes and goes they are shown, too: %s', (of, injects, heals) => {
  const plan = planOf(external, `fault: flapping, of: { fault: ${of} }, lost: 1s, back: 1s, times: 3`);
  for (const line of [injects, heals]) {
    expect(describePlan(plan, catalog)).toContain(line);
    expect(() => refuseOrders(plan, catalog, false)).toThrow(line);
  }
});

const alone = 'blast_radius: { beyond_tolerance: true }\n';
it('the only server is the one that takes the role', () => {
  const plan = planOf(
    'topology: external, nodes: [{ url: mysql://app@one.test }]',
    'fault: read-only, role: primary',
    alone,
  );
  expect(describePlan(plan, catalog)).toContain('node-1> SET GLOBAL read_only = ON;');
});

it('what sends no statement that changes anything is told in a sentence', () => {
  const plan = planOf(external, 'fault: connection-storm, node: db-2');
  expect(() => refuseOrders(plan, catalog, false)).toThrow('opens 200 connections to node db-2');
});

it("paystorm's own servers need no word, and no statement is shown for them", () => {
  const plan = planOf('topology: galera', 'fault: read-only, role: primary');
  refuseOrders(plan, catalog, false);
  expect(describePlan(plan, catalog)).not.toContain('SET GLOBAL');
});

function planOf(target: string, fault: string, more = '') {
  const text = `name: real
target: { ${target} }
traffic: { phases: [{ name: steady, for: 60s, rate: 100/s }] }
faults: [{ name: f, at: steady + 5s, heal: 10s, ${fault} }]
${more}`;
  return buildPlan(readScenarioText({ name: 'real.yaml', text }, { environment: {} }, catalog), catalog);
}

/** Each keeps what it is set to; what is sent to change it is written down as the plan writes it. */
function serversWithSettings() {
  const sent: string[] = [];
  const values = new Map<string, string>();
  const cluster = othersCluster(async (node, sql) => {
    const [, variable, value] = /^SET GLOBAL (\w+) = (\w+)$/u.exec(sql) ?? [];
    if (variable !== undefined && value !== undefined) {
      sent.push(`${node}> ${sql};`);
      values.set(`${node} ${variable}`, value);
    }
    const found = ['read_only', 'max_connections'].map((name) => ({
      Variable_name: name,
      Value: values.get(`${node} ${name}`) ?? (name === 'read_only' ? 'OFF' : '150'),
    }));
    return found.filter((row) => sql.includes(`'${row.Variable_name}'`));
  });
  return { cluster, sent };
}
