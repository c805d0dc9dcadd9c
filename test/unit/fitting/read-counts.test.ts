/** Logs of counts: how they may be written, and what is said of those that cannot be read. */
import { describe, expect, test } from 'vitest';
import { parseTime } from '../../../src/fitting/parse-time.js';
import { readCounts } from '../../../src/fitting/read-counts.js';
import { linesOf, totalsLog } from '../../fixtures/production-log.js';

const known = ['balance', 'qr-payment', 'transfer'];
const read = (text: string) => readCounts(linesOf(text), known);

const midnight = Date.parse('2026-11-28T00:00:00Z');
const ten = Array.from({ length: 10 }, (_unused, step) => step);

test.each([
  ['2026-11-28T00:00:00Z', midnight],
  ['2026-11-28 00:00:00', midnight],
  ['2026-11-28T00:00:00.250', midnight + 250],
  ['2026-11-28T07:00:00+07:00', midnight],
  ['2026-11-28T07:00+0700', midnight],
  [String(midnight / 1_000), midnight],
  [String(midnight), midnight],
  [`${midnight / 1_000}.5`, midnight + 500],
  ['yesterday', null],
  ['2026-13-28T00:00:00Z', null],
  ['2026-02-30T00:00:00Z', null],
  ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ['12', null],
  ['', null],
])('the time "%s" is %s', (text, timeMs) => {
  expect(parseTime(text)).toBe(timeMs);
});

describe('a log', () => {
  test('is CSV with a head, whatever separates its fields, quoted or not', async () => {
    for (const separator of [',', ';', '\t']) {
      const lines = ten.map((step) =>
        [`"${new Date(midnight + step * 1_000).toISOString()}"`, step, 2].join(separator),
      );
      const { counts, warnings } = await read(
        [['timestamp', 'transfer', '"qr-payment"'].join(separator), ...lines, ''].join('\r\n').replaceAll('\r', ''),
      );
      expect([...counts.totals]).toEqual(ten.map((step) => step + 2));
      expect([...(counts.byOperation.get('transfer') ?? [])]).toEqual(ten);
      expect([counts.startMs, counts.stepMs, warnings]).toEqual([midnight, 1_000, []]);
    }
  });

  test('is one JSON object per line, in which what is missing is none', async () => {
    const lines = ten.map((step) =>
      JSON.stringify({ ts: midnight + step * 60_000, transfer: 5, ...(step === 3 ? { balance: 2 } : {}) }),
    );
    const first = JSON.stringify({ ts: midnight, transfer: 0, balance: 0 });
    const { counts } = await read([first, ...lines].join('\n'));
    expect(counts.stepMs).toBe(60_000);
    expect([...counts.totals]).toEqual([5, 5, 5, 7, 5, 5, 5, 5, 5, 5]);
  });

  test('may tell the whole beside a few operations, and the same second more than once', async () => {
    const lines = ten.flatMap((step) => [`${midnight / 1_000 + step},10,1`, `${midnight / 1_000 + step},5,`]);
    const { counts } = await read(['time,count,balance', ...lines].join('\n'));
    expect([...counts.totals]).toEqual(ten.map(() => 15));
    expect([...(counts.byOperation.get('balance') ?? [])]).toEqual(ten.map(() => 1));
  });

  test('with gaps counts nothing there, and says so', async () => {
    const lines = totalsLog(ten.concat(ten)).split('\n');
    const { counts, warnings } = await read(
      [...lines.slice(0, 4), ...lines.slice(9, 15), ...lines.slice(16)].join('\n'),
    );
    expect(Array.from(counts.totals).slice(0, 10)).toEqual([0, 1, 2, 0, 0, 0, 0, 0, 8, 9]);
    expect(warnings).toEqual([
      '6 of 20 steps have no line and count as nothing; the longest gap is 5s from 2026-11-28 00:00:03 (UTC) on.',
    ]);
  });

  test('with a column that nobody knows is read without it, and says so', async () => {
    const lines = ten.map((step) => `${midnight / 1_000 + step},3,eu,4`);
    const { counts, warnings } = await read(['time,transfer,region,balanse', ...lines].join('\n'));
    expect([...counts.totals]).toEqual(ten.map(() => 3));
    expect(warnings).toEqual([
      'Not known as an operation, and left out: "region", "balanse" (did you mean "balance"?). What it counts is missing from the rate; a column "count" would give the whole.',
    ]);
  });
});

describe('lines that cannot be read', () => {
  const many = totalsLog(Array.from({ length: 1_000 }, () => 7)).split('\n');

  test('are left out and told, when they are few', async () => {
    const { counts, warnings } = await read([...many.slice(0, 500), 'oops', ...many.slice(500)].join('\n'));
    expect(counts.totals.length).toBe(1_000);
    expect(warnings).toEqual(['Lines that cannot be read are left out: line 501: 1 fields, where the head has 2.']);
  });

  test('are all told when they are not few: twenty with their number, and how many more', async () => {
    const bad = Array.from({ length: 30 }, (_unused, index) => `x${index},1`);
    const error = await read([...many, ...bad].join('\n')).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ exitCode: 104 });
    const lines = (error as Error).message.split('\n');
    expect(lines[1]).toBe('  line 1002: "x0" is no time');
    expect(lines.slice(-2)).toEqual(['  line 1021: "x19" is no time', '  and 10 more']);
  });

  test.each([
    ['time,count\n1795910400,-1', 'line 2: "-1" is no count'],
    ['time,transfer\n1795910400,many', 'line 2: "many" is no count of transfer'],
    ['{"time":1795910400,"count":1}\n[1]', 'line 2: no JSON object'],
    ['when,count\n1795910400,1', 'none of them is a time'],
    ['time,refunds\n1795910400,1', 'none of them is a count'],
    ['time,count\n', 'no line with a count'],
    ['', 'no line with a count'],
    ['time,count\n1795910400,1\n1795910401,1', '2 different times, too few'],
    [totalsLog(ten.map(() => 0)), 'counts nothing at all'],
    [`${totalsLog(ten)}\n2036-11-28T00:00:00Z,5`, 'at most 3,000,000 are read'],
  ])('make "%s" refused: %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
