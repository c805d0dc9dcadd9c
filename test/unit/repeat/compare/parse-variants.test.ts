/** What the command line says is to be compared. */
import { describe, expect, it } from 'vitest';
import { parsePolicies, parseVariants } from '../../../../src/repeat/compare/parse-variants.js';

describe('a setting and its values', () => {
  it('is read up to the first equals sign, and at every comma', () => {
    expect(parseVariants('faults.lose.by=kill, pause,black-hole')).toEqual({
      setting: 'faults.lose.by',
      values: ['kill', 'pause', 'black-hole'],
    });
    expect(parseVariants('client.retry=naive 3,idempotent 5').values).toEqual(['naive 3', 'idempotent 5']);
  });

  it.each(['', '=kill,pause', 'faults.lose.by', 'faults.lose.by=', 'a=b', 'a=b,', 'a=b,b', 'a=1,2,3,4,5,6,7,8,9'])(
    '"%s" compares nothing',
    (text) => {
      expect(() => parseVariants(text)).toThrow('--compare');
    },
  );
});

describe('retry policies', () => {
  it('have as many attempts as the scenario allows, unless they say so themselves', () => {
    const retry = { policy: 'idempotent', attemptsMax: 4 } as const;
    expect(parsePolicies('naive,idempotent 2,none,status-query', retry)).toEqual({
      setting: 'client.retry',
      values: ['naive 4', 'idempotent 2', 'none', 'status-query 4'],
    });
  });

  it('have five where the scenario has none', () => {
    expect(parsePolicies('none,naive', { policy: 'none', attemptsMax: 1 }).values).toEqual(['none', 'naive 5']);
  });

  it('are refused with what is expected', () => {
    const retry = { policy: 'idempotent', attemptsMax: 100 } as const;
    expect(() => parsePolicies('idempotent,often', retry)).toThrow(
      '--compare-policies: "often" is not a way to retry.',
    );
    // Of naive attempts there are few, whatever the scenario allows others.
    expect(() => parsePolicies('idempotent,naive', retry)).toThrow('100 attempts are too many');
    expect(() => parsePolicies('naive', retry)).toThrow('from two to 8 different values');
  });
});
