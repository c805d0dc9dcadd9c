/**
 * What each number means to a payment, written down by hand from the definitions of outcomes, not from the tables: `beforeCommit` and
 * `atCommit` as the client must take them, and whether the connection may carry another attempt.
 */
import type { ErrorClass } from '../../../src/model/outcome.js';

export type Reading = 'aborted' | 'in-doubt' | 'acknowledged';

export interface Expectation {
  readonly errno: number;
  readonly sqlstate: string;
  readonly message: string;
  readonly errorClass: ErrorClass;
  readonly beforeCommit: Reading;
  readonly atCommit: Reading;
  /** Of the connection, where nothing is in doubt. */
  readonly connection: 'goes-on' | 'ends';
}

type Line = readonly [
  errnos: readonly number[],
  errorClass: ErrorClass,
  beforeCommit: Reading,
  atCommit: Reading,
  connection: Expectation['connection'],
];

const mariadbLines: readonly Line[] = [
  [[1040, 1203, 1226, 1129, 1135], 'too-many-connections', 'aborted', 'in-doubt', 'ends'],
  [[1047], 'not-ready', 'aborted', 'in-doubt', 'ends'],
  [[1053, 1077, 1079], 'shutdown', 'aborted', 'in-doubt', 'ends'],
  [[1152, 1158, 1159, 1160, 1161, 1184], 'connection-lost', 'aborted', 'in-doubt', 'ends'],
  [[1927, 3169, 1317], 'connection-lost', 'aborted', 'in-doubt', 'ends'],
  [[1969, 3024], 'timeout', 'aborted', 'in-doubt', 'goes-on'],
  [[1205], 'lock-timeout', 'aborted', 'in-doubt', 'goes-on'],
  [[1213], 'deadlock', 'aborted', 'aborted', 'goes-on'],
  [[1020], 'rejected', 'aborted', 'aborted', 'goes-on'],
  [[1180], 'commit-failed', 'aborted', 'in-doubt', 'ends'],
  [[1290, 1836, 1792, 1874, 3032], 'read-only', 'aborted', 'aborted', 'ends'],
  [[1062], 'duplicate-id', 'aborted', 'in-doubt', 'goes-on'],
  [[2002, 2003, 2005, 9001], 'unreachable', 'aborted', 'in-doubt', 'ends'],
  [[2006, 2013, 2014, 2055], 'connection-lost', 'aborted', 'in-doubt', 'ends'],
  [[1044, 1045, 1046, 1049, 1054, 1064, 1142, 1146, 1227], 'rejected', 'aborted', 'in-doubt', 'ends'],
];

const mysqlLines: readonly Line[] = [
  ...mariadbLines,
  [[3100, 3101], 'commit-failed', 'aborted', 'in-doubt', 'ends'],
  [[3796, 3797, 3798], 'not-ready', 'aborted', 'in-doubt', 'ends'],
];

const oceanbaseLines: readonly Line[] = [
  [[6002], 'rejected', 'aborted', 'aborted', 'goes-on'],
  [[4038, 4654, 4721, 4722, 4723, 4719], 'not-ready', 'aborted', 'in-doubt', 'goes-on'],
  [[4023, 4036, 4283], 'not-ready', 'aborted', 'in-doubt', 'goes-on'],
  [[4265, 4746], 'connection-lost', 'aborted', 'in-doubt', 'goes-on'],
  [[6222, 6204], 'commit-failed', 'in-doubt', 'in-doubt', 'ends'],
  [[6233], 'commit-failed', 'in-doubt', 'acknowledged', 'ends'],
  [[6005, 6001, 6235], 'deadlock', 'aborted', 'aborted', 'goes-on'],
  [[5065, 5066, 4064], 'connection-lost', 'aborted', 'in-doubt', 'ends'],
  [[8001, 8002], 'shutdown', 'aborted', 'in-doubt', 'ends'],
  [[5081, 4688], 'read-only', 'aborted', 'aborted', 'ends'],
  [[4013, 4030], 'rejected', 'aborted', 'in-doubt', 'goes-on'],
];

const tidbLines: readonly Line[] = [
  [[8002, 8005, 9007], 'deadlock', 'aborted', 'aborted', 'goes-on'],
  [[8022, 8028], 'rejected', 'aborted', 'aborted', 'goes-on'],
  [[9001, 9002, 9003, 9004, 9005], 'not-ready', 'aborted', 'in-doubt', 'goes-on'],
  [[8027, 8229, 8120], 'rejected', 'aborted', 'in-doubt', 'goes-on'],
];

const timedOut = {
  errorClass: 'timeout',
  beforeCommit: 'aborted',
  atCommit: 'in-doubt',
  connection: 'goes-on',
} as const;

/** By kind of flavor. A number that stands in two lists means what the first says. */
export const expectations: Readonly<Record<string, readonly Expectation[]>> = {
  mariadb: listOf(mariadbLines),
  galera: listOf(mariadbLines),
  mysql: listOf(mysqlLines),
  'group-replication': listOf(mysqlLines),
  aurora: listOf(mysqlLines),
  generic: listOf(mysqlLines),
  oceanbase: [
    { errno: 4012, sqlstate: 'HY000', message: 'Timeout', ...timedOut },
    { errno: 4012, sqlstate: '25000', message: 'Transaction result is unknown', ...timedOut },
    ...listOf([...oceanbaseLines, ...mysqlLines]),
  ],
  tidb: listOf([...tidbLines, ...mysqlLines.map((line) => without(line, 9001))]),
  vitess: [
    ...[
      'target: ks.0.primary: primary is not serving, there is a reparent operation in progress',
      'primary is not serving',
    ].map((message): Expectation => ({
      errno: 1105,
      sqlstate: 'HY000',
      message,
      errorClass: 'not-ready',
      beforeCommit: 'aborted',
      atCommit: 'in-doubt',
      connection: 'goes-on',
    })),
    ...listOf([[[1105], 'other', 'aborted', 'in-doubt', 'ends'], ...mysqlLines]),
  ],
};

function listOf(lines: readonly Line[]): readonly Expectation[] {
  return lines.flatMap(([errnos, errorClass, beforeCommit, atCommit, connection]) =>
    errnos.map((errno) => ({
      errno,
      sqlstate: 'HY000',
      message: 'what the server says',
      errorClass,
      beforeCommit,
      atCommit,
      connection,
    })),
  );
}

function without([errnos, ...meaning]: Line, errno: number): Line {
  return [errnos.filter((each) => each !== errno), ...meaning];
}
