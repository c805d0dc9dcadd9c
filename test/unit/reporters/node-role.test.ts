/** Which role a node plays, by what it says of itself and by what the others do. */
import { expect, it } from 'vitest';
import { roleIn } from '../../../src/catalog/reporters/words/node-role.js';
import type { NodeState } from '../../../src/model/flavor.js';
import { passingRecord } from '../../fixtures/record.js';

const [lane] = passingRecord().nodes;
const alike = { nodes: [lane!, lane!] };
const replicated = { nodes: [lane!, { ...lane!, replicaLagMsMax: 0 }] };

it('who serves beside replicas is the primary, who only reads a replica, and who is down neither', () => {
  expect(['serving', 'read-only', 'down'].map((state) => roleIn(stateOf(state as NodeState), replicated))).toEqual([
    'primary',
    'replica',
    null,
  ]);
});

it('where every node takes writes nobody has a role', () => {
  expect(roleIn(stateOf('serving', 'Primary, Synced'), alike)).toBeNull();
});

it('what a member says of itself counts first', () => {
  expect(roleIn(stateOf('serving', 'ONLINE PRIMARY'), alike)).toBe('primary');
  expect(roleIn(stateOf('read-only', 'ONLINE SECONDARY'), alike)).toBe('replica');
});

function stateOf(state: NodeState, detail = '') {
  return { state, detail, fromMs: 0, toMs: 1_000 };
}
