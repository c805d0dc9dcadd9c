/** Every mistake is found, in its place, together with all the others, and answered with what to write. */
import { describe, expect, test } from 'vitest';
import type { ScenarioProblems } from '../../../src/scenario/problem.js';
import { problemLines, problemsIn, readText, soundBut, soundScenario } from '../../fixtures/scenario-text.js';

const withGate = (gate: string): string => soundBut('lost_payments == 0', gate);
const withSecondFault = (rest: string): string =>
  soundBut('gates:', `  - { name: again, fault: node-kill, ${rest} }\ngates:`);
const withoutFault = (gate: string): string => soundScenario.replace(/faults:[^]*$/u, `gates: ["${gate}"]\n`);

test('a sound scenario has no problems', () => {
  expect(problemLines(soundScenario)).toEqual([]);
});

test('five mistakes of different kinds are five problems, in the order of the file', () => {
  const text = soundScenario
    .replace('topology: cluster', 'topology: cluster, timeout: fast')
    .replace('for: 20s', 'for: 20')
    .replace('node: jkt-b', 'node: jkt-x')
    .replace('after kill-b', 'after kill-c')
    .replace('lost_payments == 0', 'lost_payment == 0');
  expect(problemLines(text)).toEqual([
    '2:30 The key "timeout" is unknown here.',
    '7:28 "20" has no unit.',
    '10:45 The target has no node "jkt-x".',
    '12:30 There is no fault "kill-c".',
    '13:5 There is no metric "lost_payment".',
  ]);
});

test('a wrong value in the target does not hide a fault on a node that the target lacks', () => {
  const text = soundBut('topology: cluster', 'topology: cluster, timeouts: slow').replace('node: jkt-b', 'node: jkt-x');
  expect(problemLines(text)).toEqual(['2:40 "slow" is not known here.', '10:45 The target has no node "jkt-x".']);
});

test('a kind that is not known hides no mistake in the keys that every kind has', () => {
  const text = soundBut('fault: node-kill', 'fault: node-kil').replace('heal: 20s', 'heal: 10');
  expect(problemLines(text)).toContainEqual(expect.stringContaining('"node-kil" is not known here.'));
  expect(problemLines(text)).toContainEqual(expect.stringContaining('"10" has no unit.'));
});

test('only a planned operation may be left as it is, and what nothing undoes is not healed', () => {
  expect(problemLines(soundBut(', heal: 20s', ''))).toEqual([
    expect.stringContaining('Nothing says when "node-kill" is healed.'),
  ]);
  expect(
    problemLines(withSecondFault('node: jkt-a, at: spike').replace('again, fault: node-kill', 'again, fault: grow')),
  ).toEqual([]);
  const moved = withSecondFault('node: jkt-a, at: spike, heal: 5s').replace(
    'again, fault: node-kill',
    'again, fault: move-over',
  );
  expect(problemLines(moved)).toEqual([expect.stringContaining('Nothing undoes "move-over".')]);
});

test('a problem says where, what, what is expected and what to write', () => {
  const [problem] = problemsIn(soundBut('topology: cluster', 'topology: cluser'));
  expect(problem).toEqual({
    file: 'story.yaml',
    line: 2,
    column: 21,
    message: '"cluser" is not known here.',
    expected: 'one of cluster, external, single',
    remedy: 'Did you mean "cluster"?',
    frame: '  1 | name: story\n  2 | target: { topology: cluser }\n    |                     ^^^^^^',
  });
});

test('the error prints its problems with and without frames, and carries the exit code', () => {
  const text = soundBut('for: 20s', 'for: 20');
  try {
    readText(text);
    expect.unreachable();
  } catch (thrown) {
    const problems = thrown as ScenarioProblems;
    expect(problems.exitCode).toBe(104);
    const plain = problems.format({ color: false, frames: false });
    expect(plain).toContain('story.yaml:7:28  "20" has no unit.');
    expect(plain).toContain('Write 20s or 20ms.');
    expect(plain).not.toContain('^');
    expect(problems.format({ color: false, frames: true })).toContain('    |                            ^^');
    expect(problems.message).toContain('story.yaml:7:28');
  }
});

describe('YAML', () => {
  test.each([
    ['a key that is there twice', 'name: a\nname: b\n', 'This key is there twice.'],
    ['a tab', 'traffic:\n\tmix: weekday\n', 'A tab is used to indent.'],
    ['a tag', 'seed: !!int 5\n', 'A scenario has no YAML tags.'],
    ['two documents', 'name: a\n---\nname: b\n', 'The file holds more than one document.'],
    ['no content', '# nothing\n', 'The file is empty.'],
    ['a list', '- a\n- b\n', 'This is no scenario.'],
    ['a merge key', `<<: { a: 1 }\n${soundScenario}`, 'YAML 1.2 has no merge keys.'],
    ['a variable inside braces', 'target: { url: ${URL} }\n', 'This is not YAML'],
    ['an alias to itself', 'a: &a { b: *a }\n', '*a contains itself or nothing.'],
    ['a key with a special meaning', '__proto__: { a: 1 }\nname: x\n', 'A key must be a plain word.'],
  ])('%s is a problem', (_what, text, message) => {
    expect(problemLines(text).join('\n')).toContain(message);
  });

  test('an alias bomb is refused quickly', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(problemLines(lines.join('\n')).join('\n')).toContain('more than 20000 values');
  });

  test('an alias that is used well is fine', () => {
    const text = soundScenario.replace('rate: 100/s', 'rate: &calm 100/s').replace('rate: 200/s }', 'rate: *calm }');
    expect(readText(text).traffic.phases[1]?.settings).toEqual({ rate: 100 });
  });

  test.each([
    ['seed: 010', '"010" starts with a zero.'],
    ['seed: 0x10', '"0x10" is not a whole number.'],
    ['seed: 1e3', '"1e3" is not a whole number.'],
    ['seed: 1.5', '"1.5" is not a whole number.'],
    ['seed: .inf', '".inf" is not a whole number.'],
    ['seed: yes', '"yes" is not a whole number.'],
    ['seed:', 'There is nothing here.'],
    ['seed: [1]', 'There is a list here.'],
    ['description: 5', '"5" stands where text belongs.'],
    ['description: 2026-01-01', null],
    ['seed: 1_000', null],
    ['description: no', null],
  ])('the scalar in "%s" does not surprise', (line, message) => {
    const lines = problemLines(`${line}\n${soundScenario}`);
    if (message === null) expect(lines).toEqual([]);
    else expect(lines.join('\n')).toContain(message);
  });

  test('"on" is no truth value', () => {
    const [problem] = problemsIn(soundBut('rate: 100/s }', 'rate: 100/s, warmup: on }'));
    expect(problem).toMatchObject({
      message: '"on" stands where true or false belongs.',
      remedy: 'Write true or false.',
    });
  });
});

describe('phases and faults', () => {
  test.each([
    ['name: spike,', 'name: steady,', '8:15 Two things are called "steady": the other phase is in line 7.'],
    ['name: steady,', 'name: start,', '7:15 A phase cannot be called "start": the word has a meaning of its own.'],
    ['over 5s', 'over 50s', '8:38 The ramp takes 50s, but its phase ends after 40s.'],
    ['rate: 100/s }', 'rat: 100/s }', '6:32 The key "rat" is unknown here.'],
    ['rate: 100/s }', 'rate: 101k/s }', '6:38 "101k/s" is more than 100k/s.'],
    ['rate: 100/s }', 'shape: spkie }', '6:39 "spkie" is not known here.'],
    ['for: 5s', 'for: 25h', '6:28 "25h" is more than 24h.'],
    ['{ transfer: 60, balance: 40 }', '{ transfr: 60 }', '4:10 The key "transfr" is unknown here.'],
    ['{ transfer: 60, balance: 40 }', '{ transfer: 0 }', '4:3 The mix has no operation with a weight above zero.'],
    ['{ transfer: 60, balance: 40 }', 'weekdy', '4:8 "weekdy" is not known here.'],
    ['at: spike + 5s', 'at: spkie + 5s', '10:56 There is no phase "spkie".'],
    [
      'at: spike + 5s',
      'at: spike + 41s',
      '10:56 spike + 41s is 1m6s after the start, but the last phase ends after 1m5s.',
    ],
    ['heal: 20s', 'heal: 40s', '10:74 The heal would come 5s after the last phase; a rehearsal heals inside the run.'],
    ['node: jkt-b', 'zone: d', '10:45 The target has no zone "d".'],
    ['fault: node-kill', 'fault: node-kil', '10:28 "node-kil" is not known here.'],
  ])('"%s" written as "%s" is refused: %s', (piece, replacement, line) => {
    expect(problemLines(soundBut(piece, replacement))).toContain(line);
  });

  test('a fault that the topology cannot do names those that can', () => {
    const text = soundBut('topology: cluster', 'topology: single').replace(
      'node-kill, node: jkt-b',
      'node-pause, node: db',
    );
    expect(problemsIn(text)[0]).toMatchObject({
      message: 'The topology "single" does not allow "node-pause": it lacks pause.',
      expected: 'one of the topologies cluster, or another fault',
    });
  });

  test('the same fault twice at once is refused, on other nodes or one after the other it is not', () => {
    expect(problemLines(withSecondFault('zone: b, at: spike + 10s, heal: 5s'))).toEqual([
      '11:51 This node-kill overlaps "kill-b" on the same node, and the first heal would undo both.',
    ]);
    const beyond = 'blast_radius: { beyond_tolerance: true }\n';
    expect(problemLines(`${withSecondFault('node: jkt-a, at: spike + 10s, heal: 5s')}${beyond}`)).toEqual([]);
    expect(problemLines(withSecondFault('node: jkt-b, at: spike + 25s, heal: 5s'))).toEqual([]);
  });

  test('two nodes of one name are refused', () => {
    const nodes = 'nodes: [{ name: a, zone: a }, { name: jkt-b, zone: b }, { name: a, zone: c }]';
    expect(problemLines(soundBut('topology: cluster', `topology: cluster, ${nodes}`))).toEqual([
      '2:94 Two nodes are called "a".',
    ]);
  });

  test('more hot wallets than wallets are refused', () => {
    const text = `ledger: { accounts: 10, hot: { accounts: 20, share: 10% } }\n${soundScenario}`;
    expect(problemLines(text)).toEqual(['1:42 There are fewer wallets than hot wallets.']);
  });
});

describe('gates', () => {
  test.each([
    ['recovery_time < 8s', '13:5 "recovery_time" is measured from a fault, and the gate names none.'],
    ['recovery_time < 8s during spike', '13:31 "recovery_time" is always judged from a fault on.'],
    ['recovery_time < 8s after kill-b', '13:5 This gate is there twice.'],
    ['recovery_time < 8000ms after kill-b', '13:5 This gate is there twice.'],
    ['lost_payments == 0 during spike', '13:31 "lost_payments" is always judged over the whole run.'],
    [
      'availability >= 99%',
      '13:5 The gate does not say when "availability" is judged, and a whole run with a fault in it hides the fault.',
    ],
    ['availability >= 99% during spkie', '13:32 There is no phase "spkie".'],
    ['availability >= 99% during warmup', '13:32 "warmup" is a warm-up, which is not measured.'],
    ['availability >= 99% during steady for 21s', '13:39 The window is longer than the phase "steady".'],
    ['recovery_time < 9s after kill-b for 5s', '13:37 "recovery_time" is one number for its scope and has no window.'],
    ['response_time.p99{node=jkt-x} < 1s during spike', '13:28 The scenario has no node "jkt-x".'],
    ['response_time.p99{operation=refund} < 1s during spike', '13:33 The scenario has no operation "refund".'],
    [
      '{ gate: availability >= 99% during spike, during: steady }',
      '13:55 The gate already says when it is judged, and "during" says it again.',
    ],
    [
      '{ gate: lost_payments > 0, on_breach: abort }',
      '13:13 "lost_payments" is only known after the run, so it cannot stop it.',
    ],
    [
      '{ gate: response_time.p99.9 > 5s during spike, on_breach: abort }',
      '13:13 "response_time.p99.9" is not known while the run goes on.',
    ],
    [
      '{ gate: "in_doubt.rate{zone=a} > 5% during spike", on_breach: abort }',
      '13:28 "zone" is not told apart while the run goes on.',
    ],
    [
      '{ gate: errors.rate > 5%, during: spike, within: 5s, on_breach: abort }',
      '13:54 A gate that aborts watches all the time.',
    ],
    ['{ gate: errors.rate > 50%, on_breach: abrt }', '13:43 "abrt" is not known here.'],
    ['{ gate: errors.rat > 50% }', '13:19 "errors" has no "rat".'],
    ['5', '13:5 "5" stands where text belongs.'],
  ])('the gate "%s" is refused: %s', (gate, line) => {
    expect(problemLines(withGate(gate))).toContain(line);
  });

  test.each([
    'availability >= 99% during run',
    'availability >= 99% after kill-b within 30s',
    'response_time.p99{node=jkt-a,operation=transfer} < 1s during spike',
    'response_time.p99 <= baseline + 10% floor 5ms after kill-b',
  ])('the gate "%s" is fine', (gate) => {
    expect(problemLines(withGate(gate))).toEqual([]);
  });

  test('the long form ends in the same gate as the short one, with its own text', () => {
    const long = readText(
      withGate('{ gate: errors.rate > 50%, during: spike, for: 5s, on_breach: abort, grace: 10s, name: stop }'),
    );
    expect(long.gates[1]).toMatchObject({
      text: 'errors.rate > 50% during spike for 5s',
      scope: { kind: 'during', phase: 'spike' },
      forMs: 5_000,
      onBreach: 'abort',
      graceMs: 10_000,
      name: 'stop',
    });
  });

  test('without a fault the whole run is no hiding place, and a baseline has nothing to lie before', () => {
    expect(problemLines(withoutFault('availability >= 99%'))).toEqual([]);
    expect(problemLines(withoutFault('recovery_time < 8s'))).toEqual([
      '9:10 "recovery_time" is measured from a fault, and the gate names none.',
    ]);
    expect(problemLines(withoutFault('response_time.p99 <= baseline'))).toEqual([
      '9:31 The baseline is the time before the first fault, and there is no fault.',
    ]);
  });
});

test('a retry that would pay twice by itself is refused', () => {
  const detecting = `ledger: { mode: detect }\n${soundScenario}`;
  expect(problemLines(detecting)).toEqual([
    expect.stringContaining('In detect mode a retry would pay twice by itself') as string,
  ]);
  expect(problemLines(`client: { retry: none }\n${detecting}`)).toEqual([]);
});
