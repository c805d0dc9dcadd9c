/** Faults of the catalog that would come upon a target that is not what they need by then: refused when the scenario is read, by line. */
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';

const catalog = createCatalog();
const galera =
  'topology: galera, nodes: [{ name: a, zone: x }, { name: b, zone: x }, { name: c, zone: x }, { name: d, zone: y, joins: later }]';
const replicas = 'topology: primary-replica';
const add = (node: string, at: string, heal = ''): string =>
  `fault: node-add, node: ${node}, at: steady + ${at}${heal}`;
const remove = (node: string, at: string, heal = ''): string =>
  `fault: node-remove, node: ${node}, at: steady + ${at}${heal}`;
const kill = (at: string, aim = 'node: d'): string => `fault: node-kill, ${aim}, at: steady + ${at}, heal: 3s`;
const to = (node: string, at: string, rest = ''): string =>
  `fault: switchover, to: ${node}, at: steady + ${at}, heal: 3s${rest}`;
const lag = (nodes: string, at: string): string =>
  `fault: replication-lag, nodes: ${nodes}, at: steady + ${at}, heal: 3s`;
const inAlready = (node: string): string => `${node} belongs to the target already by then.`;
const out = (node: string): string => `${node} does not belong to the target by then.`;
const isPrimary = (node: string, what: string): string => `${node} is the primary by then, ${what}.`;

describe('who belongs to the target', () => {
  it.each([
    ['a node that is in is added', [add('a', '5s')], ['5:node ' + inAlready('a')]],
    [
      'a node is added three times',
      [add('d', '5s'), add('d', '10s'), add('d', '15s')],
      [`6:node ${inAlready('d')}`, `7:node ${inAlready('d')}`],
    ],
    ['a node is added again after its heal', [add('d', '5s', ', heal: 5s'), add('d', '10s')], []],
    ['a node that is out is removed', [remove('d', '5s')], [`5:node ${out('d')}`]],
    ['a node comes and goes', [add('d', '5s'), remove('d', '10s'), add('d', '20s')], []],
    [
      'the last member is removed',
      [remove('a', '5s'), remove('b', '10s'), remove('c', '15s')],
      ['7:node c is the last member by then, and somebody has to serve.'],
    ],
    [
      'the last member would be taken out by a heal',
      [add('d', '5s', ', heal: 30s'), remove('a', '10s'), remove('b', '15s'), remove('c', '20s')],
      ['5:heal d is the last member when it would be taken out again, and somebody has to serve.'],
    ],
    ['a node is killed before it joins', [kill('2s'), add('d', '5s')], [`5:node ${out('d')}`]],
    ['a node is killed after it has left', [add('d', '2s'), remove('d', '5s'), kill('9s')], [`7:node ${out('d')}`]],
    ['a node is killed while it belongs to it', [add('d', '5s'), kill('9s')], []],
    ['a node is slow before it joins', [`fault: latency, node: d, at: steady + 2s, heal: 1s`], [`5:node ${out('d')}`]],
    [
      'a zone has no member',
      ['fault: latency, zone: y, at: steady + 2s, heal: 1s'],
      ['5:zone No node of zone y belongs to the target by then.'],
    ],
    ['a zone has members again', [add('d', '1s'), 'fault: latency, zone: y, at: steady + 2s, heal: 1s'], []],
    [
      'a node is cut off that joins meanwhile',
      ['fault: partition, node: d, at: steady + 2s, heal: 9s', add('d', '4s')],
      [],
    ],
    ['a node is cut off that is out', ['fault: partition, node: d, at: steady + 2s, heal: 2s'], [`5:node ${out('d')}`]],
  ])('%s', (_what, faults, wanted) => {
    expect(problemsOf(galera, faults)).toEqual(wanted);
  });

  it('is left open while one of the faults is not understood', () => {
    expect(problemsOf(galera, ['fault: node-add, nod: d, at: steady + 1s', kill('5s')])).not.toContain(out('d'));
  });
});

describe('who is the primary', () => {
  const nothing = 'so nothing would be moved';
  const ofReplicas = 'and this is done to replicas';

  it.each([
    ['the role goes to who has it', [to('db-a', '5s')], [`5:to ${isPrimary('db-a', nothing)}`]],
    ['the role goes there twice', [to('db-b', '5s'), to('db-b', '15s')], [`6:to ${isPrimary('db-b', nothing)}`]],
    ['the role has been handed back', [to('db-b', '5s', ', return: true'), to('db-b', '15s')], []],
    ['the role stays where it was moved', ['fault: switchover, to: db-b, at: steady + 5s', lag('[db-a]', '15s')], []],
    [
      'the role would be handed back by a heal that never comes',
      ['fault: switchover, return: true, at: steady + 5s'],
      ['5:return Nothing says when the role is handed back.'],
    ],
    ['the role may be anywhere', [kill('5s', 'role: primary'), to('db-a', '15s')], []],
    ['the primary is to lag', [lag('[db-b, db-a]', '5s')], [`5:nodes ${isPrimary('db-a', ofReplicas)}`]],
    [
      'the primary is to stop receiving',
      ['fault: replication-stop, nodes: [db-a], at: steady + 5s, heal: 3s'],
      [`5:nodes ${isPrimary('db-a', ofReplicas)}`],
    ],
    [
      'the primary is to stop receiving again and again',
      ['fault: flapping, of: { fault: replication-stop, nodes: [db-a] }, times: 2, at: steady + 5s, heal: 3s'],
      [`5: ${isPrimary('db-a', ofReplicas)}`],
    ],
    ['the old primary lags when its role has moved', [to('db-b', '5s'), lag('[db-a]', '15s')], []],
    ['replicas lag', [lag('replicas', '5s'), lag('[db-c]', '15s')], []],
  ])('%s', (_what, faults, wanted) => {
    expect(problemsOf(replicas, faults)).toEqual(wanted);
  });
});

it('a cutover comes once', () => {
  const cutover = 'fault: cutover, at: steady + ';
  expect(problemsOf('topology: migration', [`${cutover}5s`, `name: again, ${cutover}15s`])).toEqual([
    '6:fault There is one cutover at most, because nothing undoes "fault-1".',
  ]);
});

it('traffic that is moved is moved by something, and wholly before it is moved back', () => {
  const shift = 'fault: shift-traffic, from: x, to: y, at: steady + 5s';
  const both = [add('d', '1s')];
  expect(problemsOf(galera, [...both, `${shift}, share: 0%`])).toEqual(['6:share A share of nothing moves nobody.']);
  expect(problemsOf(galera, [...both, `${shift}, share: 50%, over: 40s, heal: 5s`])).toEqual([
    '6:heal The heal comes 5s after it, and it takes 40s to be done: it comes to 6.25 % at most.',
  ]);
  expect(problemsOf(galera, [...both, `${shift}, share: 50%, over: 5s, heal: 5s`])).toEqual([]);
  expect(problemsOf(galera, [...both, `${shift}, share: 50%, over: 40s`])).toEqual([]);
});

/** "line:key message"; every one of them has a remedy. */
function problemsOf(target: string, faults: readonly string[]): readonly string[] {
  const text = `name: foreseen
target: { ${target} }
traffic: { phases: [{ name: steady, for: 60s, rate: 100/s }] }
faults:
${faults.map((fault, index) => `  - { name: fault-${index + 1}, ${fault.replace(/^name: \w+, /u, '')} }`).join('\n')}
blast_radius: { beyond_tolerance: true }
`;
  try {
    readScenarioText({ name: 'story.yaml', text }, { environment: {} }, catalog);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ScenarioProblems)) throw thrown;
    return thrown.problems.map(({ line, column, message, remedy }) => {
      if (message.includes('by then')) expect(remedy).toMatch(/^[A-Z].*\.$/u);
      const written = text.split('\n')[line - 1] ?? '';
      const key = /^(\w+):/u.exec(written.slice(column - 1)) ?? /(\w+): $/u.exec(written.slice(0, column - 1));
      return `${line}:${key?.[1] ?? ''} ${message}`;
    });
  }
}
