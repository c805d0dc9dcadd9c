import { describe, expect, it } from 'vitest';
import { operationLoader } from '../../../../src/commands/operation-loader.js';
import { ScenarioProblems } from '../../../../src/scenario/problem.js';
import { readScenario } from '../../../../src/scenario/read-scenario.js';
import { testCatalog } from '../../../fixtures/catalog.js';
import { transferText, write } from '../../../fixtures/own-operations.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { problemLines } from '../../../fixtures/scenario-text.js';

const story = (operations: string, mix: string) => `name: story
target: { topology: cluster }
operations: ${operations}
traffic:
  mix: ${mix}
  phases: [{ name: only, for: 10s, rate: 100/s }]
gates: ['response_time.p99{operation=tip} < 1s']
`;

const read = (scratch: Scratch, set: readonly string[] = []) =>
  readScenario(scratch.path('story.yaml'), { environment: {}, loader: operationLoader, set }, testCatalog());

/** `file:line message`. */
async function problemsOf(scratch: Scratch): Promise<readonly string[]> {
  const error: unknown = await read(scratch).catch((thrown: unknown) => thrown);
  if (!(error instanceof ScenarioProblems)) throw error;
  return error.problems.map(
    ({ file, line, message }) => `${file.slice(scratch.directory.length + 1)}:${line} ${message}`,
  );
}

describe('operations that a scenario brings with it', () => {
  it('are named in its mix and its gates as the built-in ones are, and stand in it with their fingerprints', async () => {
    using scratch = new Scratch();
    write(scratch, {
      'story.yaml': story('[own/tip.ts]', '{ tip: 3, transfer: 1 }'),
      'own/tip.ts': transferText('tip'),
    });
    const { scenario, catalog } = await read(scratch);
    const { origin } = catalog.operations.get('tip');
    expect(scenario.operations).toEqual([{ kind: 'tip', file: 'own/tip.ts', sha256: origin?.sha256 }]);
    expect(scenario.traffic.mix).toEqual({ tip: 3, transfer: 1 });
    expect(catalog.operations.has('transfer')).toBe(true);
    const other = await read(scratch, ['operations=[]', 'traffic.mix={transfer: 1}', 'gates=[]']);
    expect(other.scenario).not.toHaveProperty('operations');
  });

  it('that a base file names lie beside that', async () => {
    using scratch = new Scratch();
    write(scratch, {
      'story.yaml': 'extends: base/base.yaml\n',
      'base/base.yaml': story('[tip.ts]', '{ tip: 1 }'),
      'base/tip.ts': transferText('tip'),
    });
    expect((await read(scratch)).scenario.operations).toHaveLength(1);
  });

  it('that cannot be used are all told at once, each with its line, beside whatever else is wrong', async () => {
    using scratch = new Scratch();
    write(scratch, {
      'story.yaml': story(
        '\n  - own/tip.ts\n  - own/tipp.ts\n  - own/clash.ts\n  - own/twice.ts\n  - 7',
        '{ tip: 1, tipp: 1, twce: 1 }',
      ),
      'own/tip.ts': 'export default {\n  kind: = 3,\n};\n',
      'own/clash.ts': transferText('transfer'),
      'own/twice.ts': transferText('clash'),
    });
    expect(await problemsOf(scratch)).toEqual([
      'own/tip.ts:2 Unexpected "=".',
      'story.yaml:5 There is no file ' + scratch.path('own/tipp.ts') + '.',
      'story.yaml:6 own/clash.ts calls its operation "transfer", as a built-in one is called.',
      'story.yaml:8 "7" stands where text belongs.',
      'story.yaml:10 The key "twce" is unknown here.',
    ]);
  });

  it('that cannot be used leave no second problem where a mix names them, whatever the file is called', async () => {
    using scratch = new Scratch();
    write(scratch, { 'story.yaml': story('[own/giving.ts]', '{ tip: 1, transfer: 1 }') });
    expect(await problemsOf(scratch)).toEqual([`story.yaml:3 There is no file ${scratch.path('own/giving.ts')}.`]);
  });

  it('are refused with their line when they draw what cannot be, or not the same again', async () => {
    using scratch = new Scratch();
    write(scratch, {
      'story.yaml': story('\n  - tip.ts\n  - chance.ts\n  - counter.ts\n  - rare.ts\n  - sound.ts', '{ tip: 1 }'),
      'tip.ts': transferText('tip', 'posting.amount = 6;'),
      'chance.ts': transferText('chance', 'posting.amount = Math.random();'),
      'counter.ts': transferText('counter', 'posting.hasOutboxEvent = drawn % 2 === 0;'),
      'rare.ts': transferText('rare', "if (draws.below(50) === 0) throw new Error('no tariff');"),
      'sound.ts': transferText('sound'),
    });
    expect((await problemsOf(scratch)).map((line) => line.slice(0, 100))).toEqual([
      'story.yaml:4 tip.ts: draw of "tip" gave what cannot be: its amount is 6, and its legs debit 5.',
      'story.yaml:5 chance.ts: draw of "chance" failed: Math.random is no chance that a seed repeats: take ',
      'story.yaml:6 counter.ts: "counter" gives another content when the same arrival is drawn again: {"amo',
      'story.yaml:7 rare.ts: draw of "rare" failed: no tariff (rare.ts:14).',
    ]);
  });

  it('need a file: a text in memory has nothing that they could lie beside', () => {
    expect(problemLines(story('[own/tip.ts]', '{ transfer: 1 }'))[0]).toBe(
      '3:13 Only a file can bring operations of its own.',
    );
  });
});
