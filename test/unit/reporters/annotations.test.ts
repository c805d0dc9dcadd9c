import { expect, it } from 'vitest';
import { githubAnnotations } from '../../../src/catalog/reporters/words/annotations.js';
import { dataLossRecord, faultFreeRecord, passingRecord } from '../../fixtures/record.js';

it('a failed check or gate is an error, a warning gate a warning, errors first', () => {
  const lines = githubAnnotations(dataLossRecord()).trimEnd().split('\n');
  expect(lines.map((line) => /^::(\w+) title=(\w+)/.exec(line)!.slice(1))).toEqual([
    ['error', 'Check'],
    ['error', 'Gate'],
    ['warning', 'Check'],
    ['warning', 'Gate'],
  ]);
});

it('a run in which everything holds says nothing', () => {
  expect(githubAnnotations(faultFreeRecord())).toBe('');
});

it('every line of a simulated run says that it is one', () => {
  const lines = githubAnnotations({ ...dataLossRecord(), isSimulated: true })
    .trimEnd()
    .split('\n');
  expect(lines.filter((line) => !line.includes('::SIMULATED: '))).toEqual([]);
});

it('a text cannot begin a command of its own', () => {
  const record = passingRecord();
  const gates = record.gates.map((gate) => ({
    ...gate,
    gate: 'a,b::error::c',
    verdict: 'fail' as const,
    observed: '1\n::add-mask::x\r%0A',
  }));
  const lines = githubAnnotations({ ...record, gates })
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(gates.length);
  expect(lines[0]).toContain('title=Gate a%2Cb%3A%3Aerror%3A%3Ac::Observed 1%0A::add-mask::x%0D%250A,');
});
