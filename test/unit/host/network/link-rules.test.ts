/** The text for nft, and what is read out of its lists; that nft takes it is shown where real links are cut. */
import { expect, it } from 'vitest';
import { linkLossRules, noRules, readDropped, readTables } from '../../../../src/host/network/link-rules.js';

const links = [
  ['192.0.2.1', '192.0.2.2'],
  ['192.0.2.2', '192.0.2.1'],
] as const;

it('a cut drops all that passes between its pairs, counts it, and ends by itself', () => {
  const rules = linkLossRules('one', { links, share: 1, boundMs: 12_000.2 });
  expect(rules).toContain('192.0.2.1 . 192.0.2.2 timeout 12001ms, 192.0.2.2 . 192.0.2.1 timeout 12001ms');
  expect(rules).toContain('ip saddr . ip daddr @links counter name dropped drop');
  expect(rules).not.toContain('numgen');
});

it('a loss drops its share', () => {
  const rules = linkLossRules('one', { links, share: 0.125, boundMs: 1_000 });
  expect(rules).toContain('@links numgen random mod 100000 < 12500 counter name dropped drop');
});

it('what was in the table before is replaced, and no other table is touched', () => {
  const rules = linkLossRules('one', { links, share: 1, boundMs: 1_000 });
  expect(rules.startsWith(noRules('one'))).toBe(true);
  expect(rules.match(/table bridge \w+/gu)).toEqual(['table bridge one', 'table bridge one', 'table bridge one']);
  expect(rules).not.toContain('flush');
});

const listing = (elements: readonly unknown[]) =>
  JSON.stringify({
    nftables: [
      { metainfo: { version: '1.0.6' } },
      { table: { family: 'bridge', name: 'one', handle: 1 } },
      { counter: { family: 'bridge', name: 'dropped', table: 'one', packets: 17, bytes: 900 } },
      { set: { family: 'bridge', name: 'links', table: 'one', flags: ['timeout'], elem: elements } },
    ],
  });

it('what was dropped is counted as long as a pair is left', () => {
  expect(readDropped(listing([{ elem: { val: 'x' } }]))).toBe(17);
  expect(readDropped(listing([]))).toBeNull();
});

it('tables are known by their names', () => {
  expect(readTables(listing([]))).toEqual(['one']);
  expect(readTables('{"nftables": [{"metainfo": {}}]}')).toEqual([]);
});
