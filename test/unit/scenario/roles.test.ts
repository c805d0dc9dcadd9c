/** A role is looked up when the fault comes; one that nobody can look up by then is refused by its line. */
import { expect, test } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';

const targets = {
  single: '{ topology: single }',
  galera: '{ topology: galera, nodes: [{ name: n1, zone: a }, { name: n2, zone: b }, { name: n3, zone: c }] }',
  'primary-replica': '{ topology: primary-replica }',
  alone: "{ topology: external, nodes: [{ url: 'mysql://app@db-1:3306' }] }",
  several: "{ topology: external, nodes: [{ url: 'mysql://app@db-1:3306' }, { url: 'mysql://app@db-2:3306' }] }",
};

test.each([
  ['galera', 'node-kill, role: primary'],
  ['primary-replica', 'node-kill, role: primary'],
  ['primary-replica', 'node-kill, role: replica'],
  ['alone', 'black-hole, role: primary'],
  ['several', 'black-hole, node: node-2'],
] as const)('%s: %s can be looked up', (target, fault) => {
  expect(problemsOf(target, fault)).toEqual([]);
});

test.each([
  ['single', 'node-kill, role: replica', 'The topology "single" has no node that is a replica and nothing else.'],
  ['galera', 'node-pause, role: replica', 'The topology "galera" has no node that is a replica and nothing else.'],
  ['galera', 'partition, role: replica', 'The topology "galera" has no node that is a replica and nothing else.'],
  [
    'galera',
    'flapping, of: { fault: black-hole, role: replica }',
    'The topology "galera" has no node that is a replica and nothing else.',
  ],
  [
    'several',
    'black-hole, role: primary',
    'Which of the servers that others run is the primary is not known to paystorm.',
  ],
  [
    'several',
    'read-only, role: replica',
    'Which of the servers that others run is the replica is not known to paystorm.',
  ],
] as const)('%s: %s cannot', (target, fault, message) => {
  expect(problemsOf(target, fault)).toEqual([
    expect.objectContaining({ message, remedy: expect.stringContaining('Name it by `node:`: ') as string }),
  ]);
});

function problemsOf(target: keyof typeof targets, fault: string): ScenarioProblems['problems'] {
  const text = `name: story
target: ${targets[target]}
traffic:
  phases: [{ name: steady, for: 60s, rate: 100/s }]
faults:
  - { name: strike, fault: ${fault}, at: steady + 20s, heal: 10s }
blast_radius: { beyond_tolerance: true }
gates: [lost_payments == 0]
`;
  try {
    readScenarioText({ name: 'story.yaml', text }, { environment: {} }, createCatalog());
    return [];
  } catch (thrown) {
    if (thrown instanceof ScenarioProblems) return thrown.problems;
    throw thrown;
  }
}
