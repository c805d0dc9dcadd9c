/**
 * The errors of MySQL and MariaDB servers and what each proves. Shared by the flavors that speak with these numbers. Sources: the servers'
 * own error references; the commit-time readings were observed on running servers (1180 on a Galera node that loses its quorum).
 */
import type { ErrorRow } from '../model/flavor.js';
import { duplicateKeyErrno } from '../model/outcome.js';
import { errorRows } from './error-rows.js';

/** Certainly rolled back, also when it answers a COMMIT. */
const definiteAborts = [
  ...errorRows([1213], 'deadlock', { atCommit: 'aborted' }),
  ...errorRows([1020], 'rejected', { atCommit: 'aborted' }),
  ...errorRows([1290, 1792, 1836, 1874, 3032], 'read-only', { atCommit: 'aborted', endsConnection: true }),
];

/** Without effect before COMMIT; at COMMIT the answer proves nothing. */
const inDoubtAtCommit = [
  ...errorRows([1047], 'not-ready', { endsConnection: true }),
  ...errorRows([1040, 1203, 1226, 1129, 1135], 'too-many-connections', { endsConnection: true }),
  ...errorRows([1053, 1077, 1079], 'shutdown', { endsConnection: true }),
  ...errorRows([1152, 1158, 1159, 1160, 1161, 1184], 'connection-lost', { endsConnection: true }),
  ...errorRows([1927, 3169, 1317], 'connection-lost', { endsConnection: true }),
  ...errorRows([1969, 3024], 'timeout'),
  ...errorRows([1205], 'lock-timeout'),
  ...errorRows([1180], 'commit-failed', { endsConnection: true }),
  ...errorRows([2006, 2013, 2014, 2055], 'connection-lost', { endsConnection: true }),
  ...errorRows([2002, 2003, 2005, 9001], 'unreachable', { endsConnection: true }),
  ...errorRows([1044, 1045, 1046, 1049, 1054, 1064, 1142, 1146, 1227], 'rejected', { endsConnection: true }),
  ...errorRows([duplicateKeyErrno], 'duplicate-id'),
];

/** Group Replication answers that are safe only before COMMIT; 3101 is an abort unless a single primary lost its quorum, which the answer does not tell. */
const groupReplication = [
  ...errorRows([3100, 3101], 'commit-failed', { endsConnection: true }),
  ...errorRows([3796, 3797, 3798], 'not-ready', { endsConnection: true }),
];

export const mariadbErrors: readonly ErrorRow[] = [...definiteAborts, ...inDoubtAtCommit];
export const mysqlErrors: readonly ErrorRow[] = [...mariadbErrors, ...groupReplication];
