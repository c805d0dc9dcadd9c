/** What targets of the catalog really go on without, when scenarios are read and planned. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';

const catalog = createCatalog();
const four = 'topology: galera, nodes: [{ name: a, zone: a }, { name: b, zone: b }, { name: c, zone: c }]';
const two = 'topology: galera, nodes: [{ name: a, zone: a }, { name: b, zone: b }]';
const others = 'topology: external, nodes: [{ url: "mysql://u:p@127.0.0.1:3306", name: db }]';
const kill = (node: string): string => `{ fault: node-kill, node: ${node}, at: steady + 9s, heal: 3s }`;
const remedy =
  'Heal others before, or write blast_radius: { beyond_tolerance: true } if the outage is what is rehearsed.';

it('a second half that is killed takes the first with it, and has to be meant', () => {
  const message = 'From here on one node would be broken at once, and the topology cannot do without any.';
  expect(problemsOf(two, [kill('a')])).toEqual([{ line: 5, message, remedy }]);
  expect(problemsOf(two, [kill('a')], 'beyond_tolerance: true')).toEqual([]);
});

it('a number alone allows nothing that cannot be done without', () => {
  expect(problemsOf(two, [kill('a')], 'nodes_at_once: 1')).toMatchObject([
    { line: 6, message: 'The topology "galera" cannot do without any.' },
  ]);
});

it('the only server of others is broken by a setting only where its outage is meant', () => {
  const readOnly = '{ fault: read-only, node: db, at: steady + 9s, heal: 3s }';
  expect(problemsOf(others, [readOnly])).toMatchObject([{ line: 5, remedy }]);
  expect(problemsOf(others, [readOnly], 'beyond_tolerance: true')).toEqual([]);
  expect(problemsOf('topology: single', [readOnly])).toEqual([]);
});

it('every server of others at once is too much for any fault that refuses clients', () => {
  const servers = ['x', 'y'].map((name) => `{ url: "mysql://u:p@${name}.test", name: ${name} }`).join(', ');
  const storms = ['x', 'y'].map(
    (node) => `{ name: on-${node}, fault: connection-storm, node: ${node}, at: steady + 9s, heal: 3s }`,
  );
  const message = 'From here on 2 nodes would be broken at once, and the topology goes on without one node.';
  expect(problemsOf(`topology: external, nodes: [${servers}]`, storms)).toEqual([{ line: 6, message, remedy }]);
});

it('when a node has left as planned, the others are fewer; when it comes back, they are not', () => {
  const remove = '{ fault: node-remove, node: c, at: steady + 2s }';
  const message =
    'From here on one node would be broken at once, and the topology cannot do without any of the 2 that belong to it by then.';
  expect(problemsOf(four, [remove, kill('a')])).toEqual([{ line: 6, message, remedy }]);
  expect(problemsOf(four, [remove.replace('2s', '15s'), kill('a')])).toEqual([]);
  expect(problemsOf(four, [remove.replace(' }', ', heal: 4s }'), kill('a')])).toEqual([]);
  expect(problemsOf(four, [remove, '{ fault: node-add, node: c, at: steady + 5s }', kill('a')])).toEqual([]);
});

it('a node that joins later is none to rely on before', () => {
  const later = four.replace('zone: c', 'zone: c, joins: later');
  expect(problemsOf(later, [kill('a')])).toMatchObject([{ line: 5 }]);
  expect(problemsOf(later, ['{ fault: node-add, node: c, at: steady + 2s }', kill('a')])).toEqual([]);
});

it.each([
  [
    'topology: single',
    'db',
    'At most 1 of 1 node is broken at the same time; the scenario allows 1. The target has no node to spare: without one, nobody is served.',
  ],
  [
    four,
    'a',
    'At most 1 of 3 nodes is broken at the same time; the scenario allows 1. The target serves on with up to 1 node lost.',
  ],
])('the plan says what is true of %s', (target, node, sentence) => {
  expect(describePlan(buildPlan(read(target, [kill(node)]), catalog), catalog)).toContain(sentence);
});

function problemsOf(target: string, faults: readonly string[], radius = '') {
  try {
    read(target, faults, radius);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ScenarioProblems)) throw thrown;
    return thrown.problems.map(({ line, message, remedy: way }) => ({ line, message, remedy: way }));
  }
}

function read(target: string, faults: readonly string[], radius = '') {
  const text = `name: tolerance
target: { ${target} }
traffic: { phases: [{ name: steady, for: 40s, rate: 100/s }] }
faults:
${faults.map((fault) => `  - ${fault}`).join('\n')}
blast_radius: { ${radius} }
`;
  return readScenarioText({ name: 'story.yaml', text }, { environment: {} }, catalog);
}
