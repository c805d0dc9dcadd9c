/** What an error means for a payment. Default deny: from COMMIT on, only what is proven to be an abort is one. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as flavors from '../../../src/catalog/flavors/index.js';
import { steps, type Step } from '../../../src/model/operation.js';
import { driverErrno, type ErrorClass, type Outcome } from '../../../src/model/outcome.js';
import { classifyError, errorClassOf } from '../../../src/mysql/classify-error.js';
import { mariadbErrors, mysqlErrors } from '../../../src/mysql/server-errors.js';
import type { ErrorRow } from '../../../src/model/flavor.js';

const beforeCommit: readonly Step[] = ['begin', 'statement', 'read'];
const decisive: readonly Step[] = ['commit', 'autocommit-write'];

/** Certainly rolled back even when COMMIT is answered with it: the whole list. Whoever adds a number here has to prove it. */
const definiteAborts = [1213, 1020, 1290, 1792, 1836, 1874, 3032];
const ownAborts: Readonly<Record<string, readonly number[]>> = {
  oceanbase: [6002, 6001, 6005, 6235, 4688, 5081],
  tidb: [8002, 8005, 9007, 8022, 8028],
};
/** The only answers to COMMIT other than OK that prove that it was carried out. */
const ownCommits: Readonly<Record<string, readonly number[]>> = { oceanbase: [6233] };

/** What each number of the servers' references means: its class, what it proves at COMMIT, and whether the connection is spent. */
const readings: readonly (readonly [readonly number[], ErrorClass, Outcome, 'ends' | 'stays'])[] = [
  [[1213], 'deadlock', 'aborted', 'stays'],
  [[1020], 'rejected', 'aborted', 'stays'],
  [[1290, 1792, 1836, 1874, 3032], 'read-only', 'aborted', 'ends'],
  [[1205], 'lock-timeout', 'in-doubt', 'stays'],
  [[1969, 3024], 'timeout', 'in-doubt', 'stays'],
  [[1062], 'duplicate-id', 'in-doubt', 'stays'],
  [[1047], 'not-ready', 'in-doubt', 'ends'],
  [[1040, 1203, 1226, 1129, 1135], 'too-many-connections', 'in-doubt', 'ends'],
  [[1053, 1077, 1079], 'shutdown', 'in-doubt', 'ends'],
  [[1152, 1158, 1159, 1160, 1161, 1184, 1927, 3169, 1317], 'connection-lost', 'in-doubt', 'ends'],
  [[2006, 2013, 2014, 2055], 'connection-lost', 'in-doubt', 'ends'],
  [[2002, 2003, 2005, 9001], 'unreachable', 'in-doubt', 'ends'],
  [[1180], 'commit-failed', 'in-doubt', 'ends'],
  [[1044, 1045, 1046, 1049, 1054, 1064, 1142, 1146, 1227], 'rejected', 'in-doubt', 'ends'],
  [[driverErrno.connectionLost], 'connection-lost', 'in-doubt', 'ends'],
  [[driverErrno.timeout], 'timeout', 'in-doubt', 'ends'],
  [[driverErrno.unreachable, driverErrno.connectTimeout], 'unreachable', 'in-doubt', 'ends'],
  [[driverErrno.protocol], 'other', 'in-doubt', 'ends'],
];
const groupReplication: typeof readings = [
  [[3100, 3101], 'commit-failed', 'in-doubt', 'ends'],
  [[3796, 3797, 3798], 'not-ready', 'in-doubt', 'ends'],
];
const cases = [...readings, ...groupReplication].flatMap(([errnos, errorClass, atCommit, connection]) =>
  errnos.map((errno) => ({ errno, errorClass, atCommit, endsConnection: connection === 'ends' })),
);

describe.each(cases)('error $errno', ({ errno, errorClass, atCommit, endsConnection }) => {
  it.each(beforeCommit)('at the step %s leaves no effect', (step) => {
    expect(classify(step, errno)).toEqual({ outcome: 'aborted', errorClass, endsConnection });
  });

  it.each(decisive)(`at the step %s means ${atCommit}`, (step) => {
    expect(classify(step, errno)).toEqual({ outcome: atCommit, errorClass, endsConnection });
  });

  it('is reported in its class', () => {
    expect(errorClassOf(errno, mysqlErrors)).toBe(errorClass);
  });
});

describe.each(Object.values(flavors))('the flavor $kind', ({ kind, errors }) => {
  const aborts = [...definiteAborts, ...(ownAborts[kind] ?? [])];
  const readingOf = (errno: number): string => {
    if (ownCommits[kind]?.includes(errno) === true) return 'acknowledged';
    return aborts.includes(errno) ? 'aborted' : 'in-doubt';
  };

  it('takes no other answer to COMMIT for an abort than those that prove one, whatever the number, state or words', () => {
    const anyErrno = fc.oneof(fc.nat({ max: 65_535 }), fc.constantFrom(...errors.map(({ errno }) => errno)));
    const words = fc.constantFrom('', 'deadlock', 'Transaction was rolled back', 'read-only');
    fc.assert(
      fc.property(anyErrno, fc.constantFrom('HY000', '40001', '25000', ''), words, (errno, sqlstate, message) => {
        for (const step of decisive) {
          const { outcome } = classifyError(step, { errno, sqlstate, message }, errors);
          expect(outcome).toBe(readingOf(errno));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives up the connection after every answer that it does not know', () => {
    for (const step of steps) {
      expect(classifyError(step, { errno: 64_999, sqlstate: '', message: '' }, errors)).toMatchObject({
        endsConnection: true,
        errorClass: 'other',
      });
    }
  });

  it('never executes anything on a connection that was not made', () => {
    for (const errno of [1040, 1045, 1180, 64_999, driverErrno.timeout]) {
      const seen = { errno, sqlstate: '', message: '' };
      expect(classifyError('connect', seen, errors)).toMatchObject({ outcome: 'aborted', endsConnection: true });
    }
  });
});

describe('an error table', () => {
  const table = [
    row({ sqlstate: '25000', atCommit: 'aborted' }),
    row({ message: /is decided/u, atCommit: 'acknowledged' }),
    row({ errorClass: 'unreachable' }),
  ];
  const outcomeOf = (sqlstate: string, message: string) =>
    classifyError('commit', { errno: 4012, sqlstate, message }, table).outcome;

  it('is read in order, and a row with a state or with words answers only to them', () => {
    expect(outcomeOf('25000', 'it is decided')).toBe('aborted');
    expect(outcomeOf('HY000', 'it is decided')).toBe('acknowledged');
    expect(outcomeOf('HY000', 'anything else')).toBe('in-doubt');
  });

  it('goes before what is known of the driver, and a class is found without state and words', () => {
    const own = [row({ errno: driverErrno.timeout, errorClass: 'deadlock' })];
    expect(classify('statement', driverErrno.timeout, own).errorClass).toBe('deadlock');
    expect(errorClassOf(4012, table)).toBe('unreachable');
    expect(errorClassOf(4012, [])).toBe('other');
  });

  it('of MySQL knows all that MariaDB knows', () => {
    expect(mysqlErrors).toEqual(expect.arrayContaining([...mariadbErrors]));
  });
});

function classify(step: Step, errno: number, table: readonly ErrorRow[] = mysqlErrors) {
  return classifyError(step, { errno, sqlstate: 'HY000', message: 'whatever the server says' }, table);
}

function row(rest: Partial<ErrorRow>): ErrorRow {
  return {
    errno: 4012,
    errorClass: 'timeout',
    beforeCommit: 'aborted',
    atCommit: 'in-doubt',
    endsConnection: false,
    ...rest,
  };
}
