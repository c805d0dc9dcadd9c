import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationKind } from '../../../src/model/operation.js';
import { keepOperations, keptOperations } from '../../../src/own-operations/kept-operations.js';
import { exampleOperations } from '../../fixtures/own-operations.js';
import { Scratch } from '../../fixtures/scratch.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

describe('operations in the folder of a run', () => {
  let own: readonly OperationKind[];
  beforeAll(async () => {
    own = await exampleOperations();
  });
  const named = () => own.map(({ kind, origin }) => ({ kind, file: origin?.file ?? '', sha256: origin?.sha256 ?? '' }));

  it('are what was kept, with the same fingerprint', () => {
    using scratch = new Scratch();
    keepOperations(scratch.directory, own);
    const kept = keptOperations(scratch.directory, named());
    expect(kept.map(({ kind, origin }) => [kind, origin?.text])).toEqual(
      own.map(({ kind, origin }) => [kind, origin?.text]),
    );
  });

  it('that were changed are not run', () => {
    using scratch = new Scratch();
    keepOperations(scratch.directory, own);
    const file = scratch.path('operations/split-bill.js');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nthrow new Error('It was run.');`);
    const { message, code } = toolErrorOf(() => keptOperations(scratch.directory, named()));
    expect(message).toBe(`${file} is not what the run was played with: its SHA-256 is another.`);
    expect(code).toBe('guardRefused');
  });

  it('that are gone, or called what they are not, are told', () => {
    using scratch = new Scratch();
    expect(toolErrorOf(() => keptOperations(scratch.directory, named())).message).toContain(
      'operations/split-bill.js cannot be read',
    );
    keepOperations(scratch.directory, own);
    const [first] = named();
    const renamed = [{ kind: 'loan-instalment', file: 'x.ts', sha256: first?.sha256 ?? '' }];
    expect(toolErrorOf(() => keptOperations(scratch.directory, renamed)).code).toBe('guardRefused');
    const outside = [{ kind: '../../elsewhere', file: 'x.ts', sha256: '' }];
    expect(toolErrorOf(() => keptOperations(scratch.directory, outside)).message).toBe(
      '"../../elsewhere" is no name of an operation.',
    );
  });
});
