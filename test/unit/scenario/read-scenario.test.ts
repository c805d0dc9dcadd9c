/** Reading a scenario: defaults, units, overlays and variables end in one frozen value. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ToolError } from '../../../src/kit/error.js';
import { defineScenario } from '../../../src/scenario/define-scenario.js';
import type { Scenario } from '../../../src/model/scenario.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenario } from '../../../src/scenario/read-scenario.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { problemLines, readText, soundBut, soundScenario } from '../../fixtures/scenario-text.js';

const quiet = soundScenario.replace(/faults:[^]*?gates:\n.*\n/u, 'gates:\n');
const withSeed = (value: string): string => `seed: ${value}\n${soundScenario}`;

function problemsText(text: string, environment: Record<string, string>): string {
  try {
    readText(text, { environment });
    return '';
  } catch (thrown) {
    return thrown instanceof ScenarioProblems
      ? thrown.format({ color: false, frames: true }) + thrown.message
      : String(thrown);
  }
}

describe('a sound scenario', () => {
  test('has every unit explicit and every default filled in', () => {
    const scenario = readText(soundScenario);
    expect(scenario.client).toEqual({
      connections: 32,
      threads: 2,
      routing: 'zone-local',
      sending: 'per-statement',
      lockOrder: 'sorted',
      connectTimeoutMs: 1_000,
      deadlineMs: 1_000,
      transactionTimeoutMs: 3_000,
      reconnect: { minMs: 50, maxMs: 2_000, isJittered: true },
      retry: { policy: 'idempotent', attemptsMax: 5 },
      queueMax: 2_000,
    });
    expect(scenario.ledger).toEqual({
      accounts: 10_000,
      openingBalance: 1_000_000,
      hot: null,
      zipfExponent: 0,
      merchants: { hot: null, zipfExponent: 0, split: 1 },
      campaigns: { count: 3, budget: 100_000_000 },
      mode: 'enforce',
      schema: 'paystorm',
    });
    expect(scenario.traffic.phases).toEqual([
      { name: 'warmup', durationMs: 5_000, isWarmup: true, shape: 'constant', settings: { rate: 100 } },
      { name: 'steady', durationMs: 20_000, isWarmup: false, shape: 'constant', settings: { rate: 200 } },
      {
        name: 'spike',
        durationMs: 40_000,
        isWarmup: false,
        shape: 'ramp',
        settings: { from: 200, to: 500, over: 5_000 },
      },
    ]);
    const at = { phase: 'spike', offsetMs: 5_000 };
    const settings = { node: 'jkt-b' };
    expect(scenario.faults).toEqual([{ name: 'kill-b', kind: 'node-kill', settings, at, healAfterMs: 20_000 }]);
  });

  test('is frozen at every depth', () => {
    const scenario = readText(soundScenario);
    expect(Object.isFrozen(scenario) && Object.isFrozen(scenario.traffic.phases[0]?.settings)).toBe(true);
  });

  test('takes its objective from the strictest gate on the recovery time, unless it declares one', () => {
    expect(readText(soundScenario).recovery.objectiveMs).toBe(8_000);
    expect(readText(`${soundScenario}recovery: { objective: 5s }\n`).recovery.objectiveMs).toBe(5_000);
    expect(readText(soundBut('recovery_time < 8s', 'outage < 8s')).recovery.objectiveMs).toBeNull();
  });

  test('can be written in TypeScript, with the same result', () => {
    const input = {
      name: 'story',
      target: { topology: 'cluster' },
      traffic: {
        mix: { transfer: 60, balance: 40 },
        phases: [
          { name: 'warmup', for: '5s', rate: '100/s' },
          { name: 'steady', for: '20s', rate: '200/s' },
          { name: 'spike', for: '40s', rate: '200/s -> 500/s over 5s' },
        ],
      },
      faults: [{ name: 'kill-b', fault: 'node-kill', node: 'jkt-b', at: 'spike + 5s', heal: '20s' }],
      gates: ['recovery_time < 8s after kill-b', 'lost_payments == 0'],
    };
    expect(defineScenario(input, testCatalog())).toEqual(readText(soundScenario));
    expect(() => defineScenario({ ...input, seed: '010' }, testCatalog())).toThrow('defineScenario:');
  });

  test('turns a preset into its operations', () => {
    const { mix } = readText(soundBut('mix: { transfer: 60, balance: 40 }', 'mix: payday')).traffic;
    expect(mix).toMatchObject({ balance: 35, 'qr-payment': 15, 'bill-payment': 8, refund: 1 });
  });

  test('leaves out operations of weight zero', () => {
    expect(readText(soundBut('balance: 40', 'balance: 0')).traffic.mix).toEqual({ transfer: 60 });
  });
});

describe('overrides', () => {
  test('--set changes named phases, faults and plain keys', () => {
    const set = [
      'traffic.phases.spike.rate=3k/s',
      'faults.kill-b.heal=10s',
      'client.connections=8',
      'recovery.sustained=5s',
    ];
    const scenario = readText(soundScenario, { set });
    expect(scenario.traffic.phases[2]).toMatchObject({ shape: 'constant', settings: { rate: 3_000 } });
    expect(scenario.faults[0]?.healAfterMs).toBe(10_000);
    expect([scenario.client.connections, scenario.recovery.sustainedMs]).toEqual([8, 5_000]);
  });

  test.each([
    ['target.nodes.jkt-a.zone=b', '1:14 The scenario has no list target.nodes, so nothing in it is called "jkt-a".'],
    ['traffic.phases.spkie.rate=3k/s', '1:16 Nothing in traffic.phases is called "spkie".'],
    ['client.conections=5', '1:8 The key "conections" is unknown here.'],
    ['client.connections=many', '1:20 "many" is not a whole number.'],
    ['client', '1:1 --set "client" does not name a value to change.'],
    ['=5', '1:1 --set "=5" does not name a value to change.'],
  ])('--set %s points into what was typed', (assignment, line) => {
    expect(problemLines(soundScenario, { set: [assignment] })).toEqual([line]);
  });

  test.each(['', 'faults:\n', 'faults: []\n'])('--set of a fault where there are none says so: "%s"', (faults) => {
    const text = soundScenario.replace(/faults:[^]*$/u, faults);
    expect(problemLines(text, { set: ['faults.lose.heal=3s'] })).toContain(
      '1:8 The scenario has no list faults, so nothing in it is called "lose".',
    );
    expect(problemLines(text, { set: ['faults.lose.heal=3s'] }).join()).not.toContain('A map stands');
  });

  test('--seed wins over the file', () => {
    expect(readText(`seed: 3\n${soundScenario}`, { seed: 42 }).seed).toBe(42);
  });

  test('--target replaces the target by endpoints, one for each URL', () => {
    const scenario = readText(quiet, { targets: ['mysql://a:1@h:1', 'mysql://b:2@h:2'] });
    expect(scenario.target.topology).toBe('external');
    expect(scenario.target.settings).toMatchObject({ nodes: [{ url: 'mysql://a:1@h:1' }, { url: 'mysql://b:2@h:2' }] });
  });

  test('endpoints as many as the nodes that are listed keep their names and zones', () => {
    const nodes = '[{ name: db, zone: b }, { name: jkt-b, zone: c }]';
    const listed = quiet.replace('topology: cluster', `topology: cluster, nodes: ${nodes}`);
    const nodesOf = (targets: readonly string[]) => JSON.stringify(readText(listed, { targets }).target.settings);
    const [one, other] = ['mysql://a:1@h:1', 'mysql://b:2@h:2'] as const;
    expect(nodesOf([one, other])).toMatch(/"url":"[^"]*h:1","name":"db","zone":"b".*"name":"jkt-b","zone":"c"/u);
    expect(nodesOf([one])).not.toContain('"db"');
  });

  test('--topology starts from its defaults, and what it cannot do is said', () => {
    expect(readText(soundScenario, { topology: 'cluster' }).target.topology).toBe('cluster');
    expect(problemLines(soundScenario, { topology: 'external' })[0]).toContain('"nodes" is missing.');
    expect(problemLines(soundScenario, { topology: 'single' })).toEqual(['10:45 The target has no node "jkt-b".']);
  });

  test('a profile that chooses another kind of thing leaves the settings of the old kind behind', () => {
    const text = soundBut('topology: cluster', 'topology: cluster, timeouts: fast')
      .replace('rate: 200/s }', 'shape: steps, rates: [100/s, 200/s] }')
      .replace('gates:', 'profiles:\n  other:\n    PROFILE\ngates:');
    const other = (profile: string): Scenario =>
      readText(
        text.replace('PROFILE', () => profile),
        { profile: 'other' },
      );
    const calm = other('traffic: { phases: { steady: { rate: 50/s } } }').traffic.phases[1];
    expect(calm).toEqual({
      name: 'steady',
      durationMs: 20_000,
      isWarmup: false,
      shape: 'constant',
      settings: { rate: 50 },
    });
    expect(other('faults: { kill-b: { fault: node-pause, zone: b } }').faults[0]).toMatchObject({
      kind: 'node-pause',
      settings: { zone: 'b' },
    });
    expect(other('target: { topology: cluster }').target.settings).toMatchObject({ timeouts: 'fast' });
    expect(other('target: { topology: single, nodes: [{ name: jkt-b, zone: b }] }').target.topology).toBe('single');
    expect(other('traffic: { mix: { balance: 1 } }').traffic.mix).toEqual({ balance: 1 });
  });

  test('a profile changes what it names and nothing else', () => {
    const text = `${soundScenario}profiles:
  strong:
    client: { connections: 96 }
    traffic: { phases: { steady: { rate: 1k/s } } }
    target: { topology: single }
    faults: []
    gates: [lost_payments == 0]
`;
    expect(readText(text).client.connections).toBe(32);
    const strong = readText(text, { profile: 'strong' });
    expect(strong.client.connections).toBe(96);
    expect(strong.traffic.phases.map((phase) => phase.settings)).toEqual([
      { rate: 100 },
      { rate: 1_000 },
      { from: 200, to: 500, over: 5_000 },
    ]);
    expect([strong.target.topology, strong.faults.length]).toEqual(['single', 0]);
    expect(problemLines(text, { profile: 'strnog' })).toEqual(['14:1 The scenario has no profile "strnog".']);
  });
});

describe('environment variables', () => {
  test('are typed like what is written in their place', () => {
    expect(readText(withSeed('${SEED}'), { environment: { SEED: '12' } }).seed).toBe(12);
    expect(readText(withSeed('${SEED:-7}')).seed).toBe(7);
    expect(readText(withSeed('${SEED:-7}'), { environment: { SEED: '' } }).seed).toBe(7);
    expect(readText(withSeed('1${TWO}3'), { environment: { TWO: '2' } }).seed).toBe(123);
  });

  test('that are missing are problems in their place', () => {
    expect(problemLines(withSeed('${SEED}'))).toContain('1:7 The environment variable SEED is not set.');
    expect(problemLines(withSeed('${SEED:?choose one}'))).toContain('1:7 SEED: choose one.');
    expect(problemLines(withSeed('${1X}'))).toContain('1:7 "${1X}" does not name an environment variable.');
  });

  test('never show their value in a message', () => {
    const shown = problemsText(withSeed('${SEED}'), { SEED: 'hunter2' });
    expect(shown).toContain('"${SEED}" is not a whole number.');
    expect(shown).not.toContain('hunter2');
  });

  test('cannot change the structure', () => {
    const text = soundBut('name: story', 'name: story\ndescription: ${TEXT}');
    expect(readText(text, { environment: { TEXT: 'a: b # c' } }).description).toBe('a: b # c');
  });

  test('are written literally with two dollars', () => {
    expect(readText(soundBut('name: story', 'name: story\ndescription: costs $${X}')).description).toBe('costs ${X}');
  });
});

describe('files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paystorm-scenario-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = (name: string) => readScenario(join(folder, name), { environment: {} }, testCatalog());
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const problemsOf = async (name: string) => {
    const thrown: unknown = await read(name).catch((error: unknown) => error);
    return thrown instanceof ScenarioProblems ? thrown.problems : [];
  };

  test('lay themselves over the file they extend', async () => {
    await write('base.yaml', soundScenario);
    await write('child.yaml', 'extends: base.yaml\nname: child\ntraffic: { phases: { spike: { rate: 1k/s } } }\n');
    const { scenario } = await read('child.yaml');
    expect([scenario.name, scenario.traffic.phases.length]).toEqual(['child', 3]);
    expect(scenario.traffic.phases[2]).toMatchObject({ shape: 'constant', settings: { rate: 1_000 } });
  });

  test('are blamed for their own mistakes only', async () => {
    await write('base.yaml', soundBut('heal: 20s', 'heal: 20'));
    await write('child.yaml', 'extends: base.yaml\nclient: { deadline: 1 }\n');
    const problems = await problemsOf('child.yaml');
    expect(problems.map((problem) => [problem.file.replace(/.*\//u, ''), problem.line])).toEqual([
      ['child.yaml', 2],
      ['base.yaml', 10],
    ]);
  });

  test('that extend each other in a circle are refused', async () => {
    await write('a.yaml', 'extends: b.yaml\n');
    await write('b.yaml', 'extends: a.yaml\n');
    const [problem] = await problemsOf('a.yaml');
    expect(problem?.message).toMatch(/^The files extend each other in a circle: .*a\.yaml -> .*b\.yaml -> .*a\.yaml/u);
  });

  test('that are not there, too large or not text end with a plain sentence', async () => {
    await write('large.yaml', `#${'x'.repeat(1024 * 1024)}`);
    await writeFile(join(folder, 'binary.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    await expect(read('absent.yaml')).rejects.toThrow('cannot be read');
    await expect(read('large.yaml')).rejects.toThrow('larger than 1 MiB');
    await expect(read('binary.yaml')).rejects.toThrow('is not UTF-8 text');
    await expect(read('.')).rejects.toBeInstanceOf(ToolError);
    await write('child.yaml', 'name: x\nextends: absent.yaml\n');
    expect((await problemsOf('child.yaml'))[0]).toMatchObject({ line: 2, column: 10 });
  });
});
