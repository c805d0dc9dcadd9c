import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import type { LoadedOperation } from '../../../src/model/operation-loader.js';
import { withinMs } from '../../../src/own-operations/fence.js';
import { evaluateOperation, loadOperation } from '../../../src/own-operations/load-operation.js';
import { transferText, write } from '../../fixtures/own-operations.js';
import { Scratch } from '../../fixtures/scratch.js';

/** As if it had been compiled. */
const evaluated = (body: string): LoadedOperation =>
  evaluateOperation({ file: 'own.ts', sha256: '', text: `var operation = (() => { ${body} })();` });
const messagesOf = ({ problems = [] }: LoadedOperation) => problems.map(({ message }) => message);
const whole = "kind: 'own', summary: 'Does something.', effect: 'posting', draw() {}";

describe('the file of an operation', () => {
  it('is compiled to one text with what it imports, wherever it lies, and the same on every machine', async () => {
    using one = new Scratch();
    using other = new Scratch();
    const files = {
      'deep/tip.ts': `import tariff from '../tariff.json';\nimport { share } from './share.js';\n${transferText('tip', 'posting.amount *= share * tariff.times;')}`,
      'deep/share.ts': 'export const share: number = 3;\n',
      'tariff.json': '{ "times": 7 }',
    };
    const texts = [];
    for (const scratch of [one, other]) {
      write(scratch, files);
      const { operation, problems } = await loadOperation(scratch.path('deep/tip.ts'), 'deep/tip.ts');
      expect(problems).toBeUndefined();
      expect(operation).toMatchObject({ kind: 'tip', effect: 'posting', origin: { file: 'deep/tip.ts' } });
      texts.push(operation?.origin?.text);
      expect(operation?.origin?.sha256).toBe(
        createHash('sha256')
          .update(texts.at(-1) ?? '')
          .digest('hex'),
      );
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('times: 7');
    expect(texts[0]).not.toContain(one.directory);
  });

  it('is compiled beside others, none of which ends the compiler of another', async () => {
    using scratch = new Scratch();
    const kinds = ['first', 'second', 'third'];
    write(scratch, Object.fromEntries(kinds.map((kind) => [`${kind}.ts`, transferText(kind, '')])));
    const loaded = await Promise.all(kinds.map((kind) => loadOperation(scratch.path(`${kind}.ts`), `${kind}.ts`)));
    expect(loaded.map(({ operation }) => operation?.kind)).toEqual(kinds);
  });

  it('that cannot be compiled is told with the place in it, every one of them', async () => {
    using scratch = new Scratch();
    write(scratch, {
      'wrong.ts':
        "import { a } from './gone.js';\nimport { readFileSync } from 'node:fs';\nexport default a(readFileSync);\n",
    });
    const { problems = [] } = await loadOperation(scratch.path('wrong.ts'), 'wrong.ts');
    expect(problems).toMatchObject([
      { message: 'Could not resolve "./gone.js"', place: { path: scratch.path('wrong.ts'), line: 1, column: 18 } },
      {
        message: 'it imports node:fs',
        place: { line: 2 },
        hint: expect.stringContaining('no files and no network') as string,
      },
    ]);
  });
});

describe('what the file exports', () => {
  it('is an operation', () => {
    expect(evaluated(`return { default: { ${whole} } }`).operation).toMatchObject({ kind: 'own', effect: 'posting' });
  });

  test.each([
    ['nothing', 'return {}', ['it has no default export that is an operation']],
    [
      'fields that are wrong, all at once',
      "return { default: { kind: 'Split Bill', effect: 'write', draw: 3, sumary: 'x' } }",
      [
        'its `kind` is no name such as split-bill: small letters, digits and single hyphens',
        'its `summary` is missing',
        "its `effect` is neither 'posting' nor 'read'",
        'its `draw` is no function',
        'it has a field `sumary`, which is unknown',
      ],
    ],
    [
      'a kind that the ledger has no room for',
      `return { default: { ${whole}, kind: 'a${'-long'.repeat(7)}' } }`,
      ['its `kind` has more than 32 letters'],
    ],
    [
      'a settle that nobody looks after',
      `return { default: { ${whole}, settle() {} } }`,
      ["it has `settle`, and its link is not 'settlement'"],
    ],
    [
      'a link without what settles',
      `return { default: { ${whole}, link: 'settlement' } }`,
      ["its link is 'settlement', and it has no `settle`"],
    ],
    ['an error', "throw new TypeError('no tariff')", ['it fails when it is loaded: no tariff']],
  ])('is refused when it is %s', (_what, body, messages) => {
    expect(messagesOf(evaluated(body))).toEqual(messages);
  });
});

describe('where an operation runs', () => {
  test.each([
    'process',
    'require',
    'fetch',
    'setTimeout',
    'console',
    'performance',
    'crypto',
    'Date',
    'Intl',
    'Buffer',
    'WebAssembly',
    'Atomics',
  ])('there is no %s', (name) => {
    const { problems = [] } = evaluated(`return ${name}.anything`);
    expect(problems).toMatchObject([{ message: `it fails when it is loaded: ${name} is not defined` }]);
    expect(problems[0]?.hint).toContain('no clock');
  });

  it('there is no chance but what is drawn, and no code that is made from texts', () => {
    expect(messagesOf(evaluated('return Math.random()'))[0]).toContain('take numbers from draws');
    expect(messagesOf(evaluated('return globalThis.Math.random()'))[0]).toContain('take numbers from draws');
    expect(messagesOf(evaluated("return new Function('return 1')()"))[0]).toContain(
      'Code generation from strings disallowed',
    );
  });

  it('a loop without an end is ended', () => {
    expect(() =>
      withinMs(20, () => {
        for (;;);
      }),
    ).toThrow('timed out');
    expect(withinMs(1_000, () => 7)).toBe(7);
  });
});
