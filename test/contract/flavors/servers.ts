/** How real servers answer the questions that tell flavors apart, as their makers document them. */
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';

export interface KnownServer {
  readonly name: string;
  readonly version: string;
  /** By how the question begins; whatever is not here is answered with a syntax error. */
  readonly answers: Readonly<Record<string, WireAnswer>>;
  readonly flavor: string;
}

export type Value = string | number | null;

export function rowsOf(columns: readonly string[], ...rows: readonly (readonly Value[])[]): WireAnswer {
  return { kind: 'rows', columns, rows };
}

export const uuid = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
export const nothing: WireAnswer = { kind: 'rows', columns: ['Variable_name', 'Value'], rows: [] };
const comment = (text: string, id: string | null = uuid) => rowsOf(['comment', 'uuid'], [text, id]);
const membersQuestion = 'SELECT COUNT(*) AS members FROM performance_schema.replication_group_members';

export const knownServers: readonly KnownServer[] = [
  {
    name: 'MariaDB',
    version: '10.11.19-MariaDB-0+deb12u1',
    answers: {
      "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'": rowsOf(['Variable_name', 'Value'], ['wsrep_cluster_size', '0']),
    },
    flavor: 'mariadb',
  },
  {
    name: 'MariaDB that is a member of a Galera cluster',
    version: '10.11.19-MariaDB-0+deb12u1-log',
    answers: {
      "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'": rowsOf(['Variable_name', 'Value'], ['wsrep_cluster_size', '3']),
    },
    flavor: 'galera',
  },
  {
    name: 'Percona XtraDB Cluster',
    version: '8.0.36-28.1',
    answers: {
      "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'": rowsOf(['Variable_name', 'Value'], ['wsrep_cluster_size', '1']),
      'SELECT @@version_comment': comment('Percona XtraDB Cluster (GPL), Release rel28'),
    },
    flavor: 'galera',
  },
  {
    name: 'MySQL of its maker',
    version: '8.4.3',
    answers: {
      "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'": nothing,
      [membersQuestion]: rowsOf(['members'], [0]),
      'SELECT @@version_comment': comment('MySQL Community Server - GPL'),
    },
    flavor: 'mysql',
  },
  {
    name: 'MySQL of Ubuntu',
    version: '8.0.40-0ubuntu0.22.04.1',
    answers: {
      "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'": nothing,
      [membersQuestion]: rowsOf(['members'], [0]),
      'SELECT @@version_comment': comment('(Ubuntu)'),
    },
    flavor: 'mysql',
  },
  {
    name: 'MySQL whose group replication is installed and stopped',
    version: '8.0.40',
    answers: {
      [membersQuestion]: rowsOf(['members'], [0]),
      'SELECT @@version_comment': comment('Source distribution'),
    },
    flavor: 'mysql',
  },
  {
    name: 'MySQL in a replication group',
    version: '8.4.3',
    answers: {
      "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'": nothing,
      [membersQuestion]: rowsOf(['members'], [3]),
      'SELECT @@version_comment': comment('MySQL Community Server - GPL'),
    },
    flavor: 'group-replication',
  },
  {
    name: 'OceanBase',
    version: '5.7.25-OceanBase_CE-v4.3.3.1',
    answers: {
      'SELECT ob_version()': rowsOf(['version'], ['4.3.3.1']),
      'SELECT @@version_comment': comment('OceanBase_CE 4.3.3.1 (MySQL mode)', null),
    },
    flavor: 'oceanbase',
  },
  {
    name: 'TiDB',
    version: '8.0.11-TiDB-v8.5.0',
    answers: {
      'SELECT tidb_version()': rowsOf(['version'], ['Release Version: v8.5.0']),
      'SELECT @@version_comment': comment('TiDB Server (Apache License 2.0) Community Edition, MySQL 8.0 compatible'),
    },
    flavor: 'tidb',
  },
  {
    name: 'Vitess',
    version: '8.0.30-Vitess',
    answers: { 'SELECT @@version_comment': comment('Version: 21.0.1') },
    flavor: 'vitess',
  },
  {
    name: 'Aurora',
    version: '8.0.36',
    answers: {
      'SELECT AURORA_VERSION()': rowsOf(['version'], ['3.08.0']),
      [membersQuestion]: rowsOf(['members'], [0]),
      'SELECT @@version_comment': comment('Source distribution'),
    },
    flavor: 'aurora',
  },
  {
    name: 'a server that nobody knows',
    version: '5.7.0-something',
    answers: { 'SELECT @@version_comment': comment('Something else', null) },
    flavor: 'generic',
  },
  { name: 'a server that answers no question', version: '8.0.0', answers: {}, flavor: 'generic' },
];
