/** What holds for every gate: it prints back to itself, and whatever is changed in it is understood as something else or refused where it was changed. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseGate } from '../../src/scenario/gates/parse-gate.js';
import { printGate } from '../../src/scenario/gates/print-gate.js';
import { gates } from '../fixtures/gates.js';

test('a gate that is printed reads back as the same gate', () => {
  fc.assert(
    fc.property(gates, (gate) => {
      const text = printGate(gate);
      expect(parseGate(text)).toMatchObject({ ok: true, gate: { ...gate, text } });
    }),
    { numRuns: 500 },
  );
});

test('whatever is written as a gate is understood or blamed on a part of it', () => {
  const words = fc.constantFrom(
    'recovery_time',
    'errors.rate',
    '{class=',
    '}',
    '<',
    '<=',
    '8s',
    '95%',
    'of offered',
    'baseline',
    '+',
    'floor',
    'during',
    'after',
    'x',
    'for',
    '',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(text, (gate) => {
      const result = parseGate(gate);
      if (result.ok) return;
      expect(result.problems).not.toEqual([]);
      for (const { offset, message } of result.problems) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(gate.length);
        expect(message).toMatch(/[.!?]$/u);
      }
    }),
    { numRuns: 500 },
  );
});

interface Part {
  readonly text: string;
  readonly offset: number;
}

/** What makes nonsense of any gate that has such a part, by what is written in its place. */
const nonsense: readonly (readonly [string, RegExp, (part: string) => string])[] = [
  ['a metric that nobody knows', /^[a-z_]+/u, (metric) => `${metric}x`],
  ['an aggregate that nobody knows', /(?<=^[a-z_]+)\.[a-z0-9.]+/u, (aggregate) => `${aggregate}x`],
  ['a percentile beyond all', /(?<=^[a-z_]+)\.p[\d.]+/u, () => '.p100.1'],
  ['a tag that the metric has not', /(?<=[{,])[a-z]+(?==)/u, () => 'merchant'],
  ['a tag without a value', /(?<=[{,][a-z]+)=[^,}]+/u, () => ''],
  ['a comparison that nobody knows', / (?:<=|>=|==|<|>) /u, () => ' => '],
  ['no comparison', / (?:<=|>=|==|<|>) /u, () => ' '],
  ['a limit that is no number', /(?<=[<>=] )\S+/u, () => 'much'],
  ['a limit below nothing', /(?<=[<>=] )(?=\d)/u, () => '-'],
  ['a share of something else', /offered/u, () => 'demanded'],
  ['a share of the baseline without its sign', /(?<=\+ [\d.]+)%/u, () => ''],
  ['a floor of nothing', /(?<=floor )\S+/u, () => ''],
  ['a scope without a name', /(?<=during |after )\S+/u, () => ''],
  ['two scopes', /$/u, () => ' during one after two'],
  ['a window of no length', /(?<=within |for )\S+/u, () => '0s'],
  ['a window without a unit', /(?<=within |for )\S+/u, () => '17'],
  ['two windows', /(?<=within \S+|for \S+)$/u, () => ' within 9s for 9s'],
  ['more than a gate', /$/u, () => ' && errors.rate < 1%'],
];

test.each(nonsense)('%s is refused where it stands', (_what, part, written) => {
  let tried = 0;
  const withPart = gates.map(printGate).filter((text) => part.test(text));
  fc.assert(
    fc.property(withPart, (text) => {
      const { 0: found, index: offset } = part.exec(text) ?? { 0: '', index: 0 };
      const instead = written(found);
      const spoiled = text.slice(0, offset) + instead + text.slice(offset + found.length);
      expectRefusal(spoiled, { text: instead, offset });
      tried += 1;
    }),
  );
  expect(tried).toBeGreaterThan(0);
});

/** Which text is left when one character of it is removed, replaced, or has another before it. */
const change = fc.record({
  place: fc.nat(),
  removed: fc.nat({ max: 1 }),
  inserted: fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 })),
});

test('a character more, less or other is another gate, or is refused where it stands', () => {
  let refused = 0;
  fc.assert(
    fc.property(gates, change, (gate, { place, removed, inserted }) => {
      const text = printGate(gate);
      const at = place % (text.length + 1);
      const changed = text.slice(0, at) + inserted + text.slice(at + removed);
      const result = parseGate(changed);
      if (result.ok) {
        // Space, thousands and zeros at the end of a fraction can be written in more than one way.
        const isSpelling = changed.replaceAll(/[\s_0]/gu, '') === text.replaceAll(/[\s_0]/gu, '');
        expect(isSpelling || printGate(result.gate) !== text).toBe(true);
        return;
      }
      refused += 1;
      expectRefusal(changed, { text: inserted, offset: at });
    }),
    { numRuns: 2_000 },
  );
  expect(refused).toBeGreaterThan(500);
});

/** Blames the words that touch this part, or the next one: two that have grown together leave a third without a meaning. */
function expectRefusal(gate: string, { text, offset: from }: Part): void {
  const result = parseGate(gate);
  const end = from + text.length;
  const before = /\S*\s*$/u.exec(gate.slice(0, from))?.[0].length ?? 0;
  const after = /^\S*\s*\S*/u.exec(gate.slice(end))?.[0].length ?? 0;
  const blamed = result.ok ? [] : result.problems;
  const isBlamed = blamed.some(({ offset, length }) => offset <= end + after && offset + length >= from - before);
  expect(isBlamed, `${gate}: ${JSON.stringify(blamed)}`).toBe(true);
}
