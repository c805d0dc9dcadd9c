import { describe, expect, test } from 'vitest';
import { problemLines, problemsIn, readText, soundBut, soundScenario } from '../../fixtures/scenario-text.js';

const second = '  - { name: again, fault: node-kill, node: jkt-a, at: spike + 10s, heal: 5s }\n';
const bothAtOnce = soundBut('gates:', `${second}gates:`);
const afterwards = soundBut('gates:', `${second.replace('10s', '25s')}gates:`);

describe('the blast radius of faults', () => {
  test('is what the topology goes on without, when nothing is written', () => {
    expect(readText(soundScenario).blastRadius).toEqual({ nodesAtOnceMax: 1 });
  });

  test('is kept by faults that come one after the other, and to the millisecond', () => {
    expect(problemLines(afterwards)).toEqual([]);
  });

  test('is exceeded where the second of two nodes is lost, and the answer is what to write', () => {
    expect(problemsIn(bothAtOnce)).toMatchObject([
      {
        line: 11,
        column: 55,
        message: 'From here on 2 nodes would be broken at once, and the topology goes on without one node.',
        remedy:
          'Heal others before, or write blast_radius: { beyond_tolerance: true } if the outage is what is rehearsed.',
      },
    ]);
  });

  test('may be exceeded on purpose, without a limit or up to one', () => {
    const beyond = `${bothAtOnce}blast_radius: { beyond_tolerance: true }\n`;
    expect(readText(beyond).blastRadius).toEqual({ nodesAtOnceMax: 3, isBeyondTolerance: true });
    const upToTwo = `${bothAtOnce}blast_radius: { beyond_tolerance: true, nodes_at_once: 2 }\n`;
    expect(readText(upToTwo).blastRadius).toEqual({ nodesAtOnceMax: 2, isBeyondTolerance: true });
    const upToOne = `${bothAtOnce}blast_radius: { beyond_tolerance: true, nodes_at_once: 1 }\n`;
    expect(problemLines(upToOne)).toEqual([
      '11:55 From here on 2 nodes would be broken at once, and blast_radius.nodes_at_once is 1.',
    ]);
  });

  test('is not widened by a number alone', () => {
    expect(problemLines(`${bothAtOnce}blast_radius: { nodes_at_once: 2 }\n`)).toEqual([
      '15:32 The topology "cluster" goes on without one node, not without 2.',
    ]);
  });

  test('is judged together with every other mistake', () => {
    const text = bothAtOnce.replace('recovery_time < 8s after kill-b', 'recovery_time < 8s after kill-c');
    expect(problemLines(text.replace('for: 20s', 'for: 20'))).toContainEqual(expect.stringMatching(/^7:28 /u));
    expect(problemLines(text)).toEqual([
      expect.stringContaining('From here on 2 nodes would be broken at once'),
      expect.stringContaining('There is no fault "kill-c".'),
    ]);
  });
});
