/** How servers in every state answer the questions about their health, and what must be understood from it. */
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { nothing, rowsOf, uuid, type Value } from './servers.js';

export interface HealthCase {
  readonly name: string;
  readonly flavor: string;
  readonly answers: Readonly<Record<string, WireAnswer>>;
  readonly health: Readonly<Record<string, unknown>>;
}

const denied = (errno: number, message: string): WireAnswer => ({ kind: 'error', errno, sqlstate: '42000', message });
const lacking = (rights: string) =>
  denied(1227, `Access denied; you need (at least one of) the ${rights} privilege(s) for this operation`);
const members = (...rows: readonly (readonly Value[])[]) => rowsOf(['id', 'state', 'role'], ...rows);
const self = (isReadOnly: number) => rowsOf(['id', 'read_only'], [uuid, isReadOnly]);
const wsrep = (status: string, ready: string, state: string, words: string) =>
  rowsOf(
    ['Variable_name', 'Value'],
    ['wsrep_cluster_status', status],
    ['wsrep_ready', ready],
    ['wsrep_local_state', state],
    ['wsrep_local_state_comment', words],
    ['wsrep_cluster_size', '3'],
    ['wsrep_cluster_conf_id', '7'],
  );
const readOnly = (value: number) => rowsOf(['read_only'], [value]);
const wsrepReadOnly = (value: string) => rowsOf(['Variable_name', 'Value'], ['read_only', value]);
const streams = (...rows: readonly (readonly Value[])[]) => rowsOf(['stream', 'ip', 'port', 'role'], ...rows);
const tablets = (...rows: readonly (readonly Value[])[]) =>
  rowsOf(['Cell', 'Keyspace', 'Shard', 'TabletType', 'State'], ...rows.map((row) => ['z1', 'ks', ...row]));

export const healthCases: readonly HealthCase[] = [
  {
    name: 'a primary',
    flavor: 'mysql',
    answers: { 'SELECT @@global.read_only': readOnly(0), 'SHOW REPLICA STATUS': nothing },
    health: { state: 'serving', replicaLagMs: null },
  },
  {
    name: 'a replica that is 3 s behind',
    flavor: 'mysql',
    answers: {
      'SELECT @@global.read_only': readOnly(1),
      'SHOW REPLICA STATUS': rowsOf(
        ['Replica_IO_Running', 'Replica_SQL_Running', 'Seconds_Behind_Source'],
        ['Yes', 'Yes', 3],
      ),
    },
    health: { state: 'read-only', detail: 'receiving Yes, applying Yes', replicaLagMs: 3_000 },
  },
  {
    name: 'a replica of before 8.0.22, which knows older words only',
    flavor: 'mysql',
    answers: {
      'SELECT @@global.read_only': readOnly(1),
      'SHOW SLAVE STATUS': rowsOf(
        ['Slave_IO_Running', 'Slave_SQL_Running', 'Seconds_Behind_Master'],
        ['Yes', 'No', null],
      ),
    },
    health: { state: 'read-only', detail: 'receiving Yes, applying No', replicaLagMs: null },
  },
  {
    name: 'a primary',
    flavor: 'mariadb',
    answers: { 'SELECT @@global.read_only': readOnly(0), 'SHOW SLAVE STATUS': nothing },
    health: { state: 'serving', detail: '', replicaLagMs: null },
  },
  {
    name: 'a replica that is 2 s behind',
    flavor: 'mariadb',
    answers: {
      'SELECT @@global.read_only': readOnly(1),
      'SHOW SLAVE STATUS': rowsOf(
        ['Slave_IO_Running', 'Slave_SQL_Running', 'Seconds_Behind_Master'],
        ['Yes', 'Yes', 2],
      ),
    },
    health: { state: 'read-only', detail: 'receiving Yes, applying Yes', replicaLagMs: 2_000 },
  },
  {
    name: 'a primary that may not tell its replication to this user',
    flavor: 'mariadb',
    answers: { 'SELECT @@global.read_only': readOnly(0), 'SHOW SLAVE STATUS': lacking('SUPER, SLAVE MONITOR') },
    health: { state: 'serving', detail: 'needs GRANT SLAVE MONITOR ON *.* for SHOW SLAVE STATUS' },
  },
  {
    name: 'a replica that may not tell its replication to this user',
    flavor: 'mysql',
    answers: {
      'SELECT @@global.read_only': readOnly(1),
      'SHOW REPLICA STATUS': lacking('SUPER, REPLICATION CLIENT'),
    },
    health: { state: 'read-only', detail: 'needs GRANT REPLICATION CLIENT ON *.* for SHOW REPLICA STATUS' },
  },
  {
    name: 'a member in sync',
    flavor: 'galera',
    answers: {
      'SHOW GLOBAL STATUS WHERE': wsrep('Primary', 'ON', '4', 'Synced'),
      'SHOW GLOBAL VARIABLES WHERE': wsrepReadOnly('OFF'),
    },
    health: { state: 'serving', detail: 'Primary, Synced', clusterSize: 3, viewId: '7' },
  },
  {
    name: 'a member in sync that was made read-only',
    flavor: 'galera',
    answers: {
      'SHOW GLOBAL STATUS WHERE': wsrep('Primary', 'ON', '4', 'Synced'),
      'SHOW GLOBAL VARIABLES WHERE': wsrepReadOnly('ON'),
    },
    health: { state: 'read-only', detail: 'Primary, Synced' },
  },
  {
    name: 'a donor',
    flavor: 'galera',
    answers: { 'SHOW GLOBAL STATUS WHERE': wsrep('Primary', 'ON', '2', 'Donor/Desynced') },
    health: { state: 'donating', detail: 'Primary, Donor/Desynced' },
  },
  {
    name: 'a member without quorum',
    flavor: 'galera',
    answers: { 'SHOW GLOBAL STATUS WHERE': wsrep('non-Primary', 'OFF', '0', 'Initialized') },
    health: { state: 'not-ready' },
  },
  {
    name: 'the primary of a group',
    flavor: 'group-replication',
    answers: {
      'SELECT @@server_uuid': self(0),
      'SELECT MEMBER_ID': members(
        [uuid, 'ONLINE', 'PRIMARY'],
        ['b', 'ONLINE', 'SECONDARY'],
        ['c', 'RECOVERING', 'SECONDARY'],
      ),
    },
    health: { state: 'serving', detail: 'ONLINE, PRIMARY', clusterSize: 3 },
  },
  {
    name: 'a secondary',
    flavor: 'group-replication',
    answers: {
      'SELECT @@server_uuid': self(1),
      'SELECT MEMBER_ID': members([uuid, 'ONLINE', 'SECONDARY'], ['b', 'ONLINE', 'PRIMARY']),
    },
    health: { state: 'read-only' },
  },
  {
    name: 'a member that recovers',
    flavor: 'group-replication',
    answers: {
      'SELECT @@server_uuid': self(1),
      'SELECT MEMBER_ID': members([uuid, 'RECOVERING', 'SECONDARY'], ['b', 'ONLINE', 'PRIMARY']),
    },
    health: { state: 'joining' },
  },
  {
    name: 'a member that cannot reach the majority',
    flavor: 'group-replication',
    answers: {
      'SELECT @@server_uuid': self(0),
      'SELECT MEMBER_ID': members([uuid, 'ONLINE', 'PRIMARY'], ['b', 'UNREACHABLE', ''], ['c', 'UNREACHABLE', '']),
    },
    health: { state: 'not-ready', detail: 'ONLINE, PRIMARY, no majority', clusterSize: 1 },
  },
  {
    name: 'a member that was expelled',
    flavor: 'group-replication',
    answers: { 'SELECT @@server_uuid': self(1), 'SELECT MEMBER_ID': members([uuid, 'ERROR', '']) },
    health: { state: 'not-ready' },
  },
  {
    name: 'log streams with a leader each',
    flavor: 'oceanbase',
    answers: {
      'SELECT @@global.read_only': readOnly(0),
      'SELECT LS_ID': streams(
        [1, '10.0.0.1', 2882, 'LEADER'],
        [1, '10.0.0.2', 2882, 'FOLLOWER'],
        [1001, '10.0.0.2', 2882, 'LEADER'],
      ),
    },
    health: { state: 'serving', detail: '2 of 2 log streams have a leader', clusterSize: 2 },
  },
  {
    name: 'a log stream without a leader',
    flavor: 'oceanbase',
    answers: {
      'SELECT @@global.read_only': readOnly(0),
      'SELECT LS_ID': streams([1, '10.0.0.1', 2882, 'LEADER'], [1001, '10.0.0.2', 2882, 'FOLLOWER']),
    },
    health: { state: 'not-ready', detail: '1 of 2 log streams have a leader' },
  },
  {
    name: 'a standby tenant',
    flavor: 'oceanbase',
    answers: { 'SELECT @@global.read_only': readOnly(1), 'SELECT LS_ID': streams([1, '10.0.0.1', 2882, 'LEADER']) },
    health: { state: 'read-only' },
  },
  {
    name: 'stores of which one is down',
    flavor: 'tidb',
    answers: { 'SELECT STORE_STATE_NAME': rowsOf(['state'], ['Up'], ['Up'], ['Disconnected']) },
    health: { state: 'serving', detail: '2 of 3 stores are up', clusterSize: 2 },
  },
  {
    name: 'stores without a majority',
    flavor: 'tidb',
    answers: { 'SELECT STORE_STATE_NAME': rowsOf(['state'], ['Up'], ['Down'], ['Disconnected']) },
    health: { state: 'not-ready' },
  },
  {
    name: 'stores of which this user may not know',
    flavor: 'tidb',
    answers: { 'SELECT STORE_STATE_NAME': lacking('PROCESS') },
    health: { state: 'unknown', detail: 'needs GRANT PROCESS ON *.*', clusterSize: null },
  },
  {
    name: 'log streams of which this user may not know',
    flavor: 'oceanbase',
    answers: {
      'SELECT @@global.read_only': readOnly(0),
      'SELECT LS_ID': denied(1142, "SELECT command denied to user 'app'@'%' for table 'GV$OB_LOG_STAT'"),
    },
    health: { state: 'unknown', detail: 'needs GRANT SELECT ON oceanbase.GV$OB_LOG_STAT' },
  },
  {
    name: 'shards with a primary each',
    flavor: 'vitess',
    answers: {
      'SHOW VITESS_TABLETS': tablets(
        ['-80', 'PRIMARY', 'SERVING'],
        ['-80', 'REPLICA', 'SERVING'],
        ['80-', 'PRIMARY', 'SERVING'],
      ),
    },
    health: { state: 'serving', detail: '2 of 2 shards have a primary that serves', clusterSize: 3 },
  },
  {
    name: 'a shard that is being reparented',
    flavor: 'vitess',
    answers: { 'SHOW VITESS_TABLETS': tablets(['-80', 'PRIMARY', 'NOT_SERVING'], ['80-', 'PRIMARY', 'SERVING']) },
    health: { state: 'not-ready', detail: '1 of 2 shards have a primary that serves' },
  },
  {
    name: 'the writer',
    flavor: 'aurora',
    answers: {
      'SELECT @@innodb_read_only': rowsOf(['read_only', 'id'], [0, 'one']),
      'SELECT SERVER_ID': rowsOf(['id', 'lag_ms'], ['one', 0], ['two', 14]),
    },
    health: { state: 'serving', detail: 'writer', clusterSize: 2, replicaLagMs: null },
  },
  {
    name: 'a reader with its lag',
    flavor: 'aurora',
    answers: {
      'SELECT @@innodb_read_only': rowsOf(['read_only', 'id'], [1, 'two']),
      'SELECT SERVER_ID': rowsOf(['id', 'lag_ms'], ['one', 0], ['two', 14]),
    },
    health: { state: 'read-only', detail: 'reader', replicaLagMs: 14 },
  },
  {
    name: 'a writer that may not tell its readers to this user',
    flavor: 'aurora',
    answers: {
      'SELECT @@innodb_read_only': rowsOf(['read_only', 'id'], [0, 'one']),
      'SELECT SERVER_ID': denied(1044, "Access denied for user 'app'@'%' to database 'information_schema'"),
    },
    health: { state: 'serving', detail: 'writer, needs GRANT SELECT ON information_schema.*', clusterSize: null },
  },
  {
    name: 'anything that takes writes',
    flavor: 'generic',
    answers: { 'SELECT @@global.read_only': readOnly(0) },
    health: { state: 'serving' },
  },
  {
    name: 'anything that does not',
    flavor: 'generic',
    answers: { 'SELECT @@global.read_only': readOnly(1) },
    health: { state: 'read-only' },
  },
];
