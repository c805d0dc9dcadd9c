/** Faults of the catalog that last at the same time on one node: what takes different things may, what takes the same may not. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';

const catalog = createCatalog();
const topologies = {
  galera: 'topology: galera',
  replicas: 'topology: primary-replica',
  others: 'topology: external, nodes: [{ url: "mysql://u:p@127.0.0.1:3306", name: node-b, zone: b }]',
};

it.each([
  ['galera', 'zone-outage, zone: b', 'node-kill, node: node-b', 'process'],
  ['galera', 'node-pause, node: node-b', 'rolling-restart', 'process'],
  ['galera', 'read-only, node: node-b', 'node-restart, node: node-b', 'process'],
  ['galera', 'node-kill, zone: b', 'cpu-pressure, node: node-b', 'process'],
  ['galera', 'zone-outage, zone: b, by: black-hole', 'black-hole, node: node-b', 'client traffic'],
  ['galera', 'flapping, node: node-b, by: black-hole', 'zone-outage, zone: b, by: black-hole', 'client traffic'],
  ['replicas', 'replication-lag, nodes: [db-b]', 'replication-stop, nodes: [db-b]', 'replication'],
  ['others', 'docker, node: node-b, action: kill', 'systemd, node: node-b, action: stop, unit: db.service', 'process'],
  ['others', 'docker, node: node-b, action: pause', 'read-only, node: node-b', 'process'],
] as const)('%s: "%s" and "%s" take the same, and the first heal would undo both', (target, first, second, taken) => {
  const [name, kind] = [first, second].map((fault) => fault.split(',')[0]);
  expect(problemsOf(target, first, second)).toEqual([
    {
      line: 7,
      message: `This ${kind} overlaps "${name}" on the same node: both take its ${taken}, and the first heal would undo both.`,
      remedy: 'Inject it after the other has been healed, or on another node.',
    },
  ]);
});

it.each([
  ['galera', 'zone-outage, zone: b, by: black-hole', 'node-kill, node: node-b'],
  ['galera', 'latency, node: node-b', 'black-hole, node: node-b'],
  ['galera', 'latency, node: node-b', 'node-kill, node: node-b'],
  ['galera', 'partition, node: node-b', 'node-pause, node: node-b'],
  ['galera', 'cpu-pressure, node: node-b', 'disk-slow, node: node-b'],
  ['galera', 'read-only, node: node-b', 'pool-exhaustion, node: node-b'],
  ['galera', 'rolling-restart, nodes: [node-a, node-c]', 'node-kill, node: node-b'],
  ['galera', 'node-kill, node: node-a', 'zone-outage, zone: b'],
  ['replicas', 'replication-stop', 'node-kill, role: primary'],
  ['replicas', 'switchover, to: db-b', 'node-kill, node: db-b'],
] as const)('%s: "%s" and "%s" may last together', (target, first, second) => {
  expect(problemsOf(target, first, second)).toEqual([]);
});

it.each([
  ['switchover, to: db-b', 'failover, to: db-c'],
  ['switchover', 'failover, fence: false'],
  ['failover', 'switchover, return: true'],
])('there is one role, so "%s" is not followed by "%s" before it is healed', (first, second) => {
  const [name, kind] = [first, second].map((fault) => fault.split(',')[0]);
  const message = `This ${kind} comes before "${name}" is healed: both move the role of the primary, and one move has to end before the next.`;
  const remedy = 'Inject it after the other has been healed.';
  expect(problemsOf('replicas', first, second)).toEqual([{ line: 7, message, remedy }]);
  expect(problemsOf('replicas', first, second, '12s')).toEqual([]);
});

it('one after the other, the same may be taken twice', () => {
  expect(problemsOf('galera', 'zone-outage, zone: b', 'node-kill, node: node-b', '12s')).toEqual([]);
});

function problemsOf(target: keyof typeof topologies, first: string, second: string, at = '4s') {
  const text = `name: stacked
target: { ${topologies[target]} }
traffic: { phases: [{ name: steady, for: 40s, rate: 100/s }] }
blast_radius: { beyond_tolerance: true }
faults:
  - { fault: ${first}, at: steady + 2s, heal: 10s }
  - { fault: ${second}, at: steady + ${at}, heal: 2s }
`;
  try {
    readScenarioText({ name: 'story.yaml', text }, { environment: {} }, catalog);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ScenarioProblems)) throw thrown;
    return thrown.problems.map(({ line, message, remedy }) => ({ line, message, remedy }));
  }
}
