/** The classic interleavings on a real server at its four isolation levels: what a level permits is found, and what it prevents is never reported. */
import Table from 'cli-table3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import {
  anomalyKindNamed,
  isolationLevels,
  type AnomalyKind,
  type IsolationLevel,
} from '../../../src/model/anomaly.js';
import type { Endpoint } from '../../../src/model/topology.js';
import { findAnomalies } from '../../../src/verdict/consistency/find-anomalies.js';
import { historyOf } from '../../../src/verdict/consistency/history-builder.js';
import { perform, type Level, type Play } from '../../fixtures/isolation-stage.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

interface Column extends Level {
  /** What such a level claims, in the words of a scenario. */
  readonly claim: IsolationLevel;
}

const columns: readonly Column[] = [
  { name: 'READ UNCOMMITTED', claim: 'read-uncommitted', statements: [levelOf('READ UNCOMMITTED')] },
  { name: 'READ COMMITTED', claim: 'read-committed', statements: [levelOf('READ COMMITTED')] },
  { name: 'REPEATABLE READ', claim: 'repeatable-read', statements: [levelOf('REPEATABLE READ')] },
  {
    name: 'with innodb_snapshot_isolation',
    claim: 'snapshot',
    statements: [levelOf('REPEATABLE READ'), 'SET SESSION innodb_snapshot_isolation = ON'],
  },
  { name: 'SERIALIZABLE', claim: 'serializable', statements: [levelOf('SERIALIZABLE')] },
];

interface Row {
  readonly name: string;
  /** What it is called when it happens. */
  readonly kind: AnomalyKind;
  readonly play: Play;
  /** Column by column: f where the level lets it happen. */
  readonly happens: string;
}

/**
 * By Adya's definitions of the levels and by what InnoDB documents of itself: no level lets uncommitted rows be overwritten; REPEATABLE
 * READ gives plain reads a snapshot, while updates work on what is committed now, so that what was read may have changed
 * meanwhile (lost update, G-single); with innodb_snapshot_isolation such an update is refused; SERIALIZABLE locks whatever it reads.
 */
const rows: readonly Row[] = [
  {
    name: 'G0 dirty write',
    kind: 'G0',
    happens: '.....',
    async play(first, second, third) {
      await first.adds(1);
      await second.adds(1);
      await first.adds(2);
      await first.commits();
      await second.adds(2);
      await second.commits();
      await third.commits();
    },
  },
  {
    name: 'G1a aborted read',
    kind: 'G1a',
    happens: 'f....',
    async play(first, second, third) {
      await first.adds(1);
      await second.reads(1);
      await first.rollsBack();
      await second.reads(2);
      await second.commits();
      await third.commits();
    },
  },
  {
    name: 'G1b intermediate read',
    kind: 'G1b',
    happens: 'f....',
    async play(first, second, third) {
      await first.adds(1);
      await second.reads(1);
      await first.adds(1);
      await first.commits();
      await second.commits();
      await third.commits();
    },
  },
  {
    name: 'G1c circular information flow',
    kind: 'G1c',
    happens: 'f....',
    async play(first, second, third) {
      await first.adds(1);
      await second.adds(2);
      await first.reads(2);
      await second.reads(1);
      await first.commits();
      await second.commits();
      await third.commits();
    },
  },
  {
    name: 'OTV observed transaction vanishes',
    kind: 'OTV',
    happens: 'f....',
    async play(first, second, third) {
      await first.adds(1);
      await first.adds(2);
      await second.adds(1);
      await first.commits();
      await third.reads(1);
      await third.reads(2);
      await second.adds(2);
      await second.commits();
      await third.commits();
    },
  },
  {
    name: 'PMP predicate many preceders',
    kind: 'PMP',
    happens: 'ff...',
    async play(first, second, third) {
      await first.searches(3, [3]);
      await second.inserts(3);
      await second.commits();
      await first.searches(3, [3]);
      await first.commits();
      await third.commits();
    },
  },
  {
    name: 'P4 lost update',
    kind: 'lost-update',
    happens: 'fff..',
    async play(first, second, third) {
      await first.reads(1);
      await second.reads(1);
      await first.overwrites(1);
      await second.overwrites(1);
      await first.commits();
      await second.commits();
      await third.commits();
    },
  },
  {
    name: 'G-single of reads (fractured read)',
    kind: 'fractured-read',
    happens: 'ff...',
    async play(first, second, third) {
      await first.reads(1);
      await second.adds(1);
      await second.adds(2);
      await second.commits();
      await first.reads(2);
      await first.commits();
      await third.commits();
    },
  },
  {
    name: 'G-single with a write',
    kind: 'G-single',
    happens: 'fff..',
    async play(first, second, third) {
      await first.reads(1);
      await second.adds(1);
      await second.adds(2);
      await second.commits();
      await first.adds(2);
      await first.commits();
      await third.commits();
    },
  },
  {
    name: 'G2-item write skew',
    kind: 'G2-item',
    happens: 'ffff.',
    async play(first, second, third) {
      await first.reads(1);
      await first.reads(2);
      await second.reads(1);
      await second.reads(2);
      await first.adds(1);
      await second.adds(2);
      await first.commits();
      await second.commits();
      await third.commits();
    },
  },
  {
    name: 'G2 write skew of searches',
    kind: 'G2',
    happens: 'ffff.',
    async play(first, second, third) {
      await first.searches(3, [3, 4]);
      await second.searches(3, [3, 4]);
      await first.inserts(3);
      await second.inserts(4);
      await first.commits();
      await second.commits();
      await third.commits();
    },
  },
];

describe('isolation', () => {
  let site: TargetSite;
  let endpoint: Endpoint;
  const found = new Map<string, readonly AnomalyKind[]>();
  beforeAll(async () => {
    site = await TargetSite.open();
    const cluster = await site.start(single);
    endpoint = nodeOf(cluster, 'db');
    const [server] = await sql(cluster, 'db', 'SELECT VERSION() AS version');
    for (const column of columns) {
      for (const row of rows) found.set(keyOf(row, column), await anomaliesOf(row, column));
    }
    print(String(server?.['version']));
  });
  afterAll(() => site[Symbol.asyncDispose]());

  async function anomaliesOf({ play }: Row, column: Column): Promise<readonly AnomalyKind[]> {
    const history = historyOf(await perform(endpoint, column, play));
    const names = { transaction: (at: number) => `T${at}`, node: () => 'db' };
    return findAnomalies(history, names).anomalies.map(({ kind }) => kind);
  }

  function print(version: string): void {
    const table = new Table({ head: ['', ...columns.map(({ name }) => name)], style: { head: [], border: [] } });
    for (const row of rows) {
      table.push([
        row.name,
        ...columns.map((column) => (found.get(keyOf(row, column))?.includes(row.kind) ? 'found' : '–')),
      ]);
    }
    console.info(`Anomalies provoked on ${version}:\n${table.toString()}`);
  }

  describe.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    it.each(columns.map((column, index) => [column.name, column, row.happens[index] === 'f'] as const))(
      'at %s is what the level makes of it',
      (_level, column, happens) => {
        const kinds = found.get(keyOf(row, column)) ?? [];
        expect(kinds.includes(row.kind), kinds.join(', ')).toBe(happens);
        expect(kinds.filter((kind) => isPrevented(kind, column.claim))).toEqual([]);
      },
    );
  });
});

/** Sessions and staleness are promised by every level of a single server. */
function isPrevented(kind: AnomalyKind, claim: IsolationLevel): boolean {
  return anomalyKindNamed(kind).forbiddenBy.every(
    (needed) => needed.claim !== 'isolation' || isolationLevels.indexOf(claim) >= isolationLevels.indexOf(needed.from),
  );
}

function keyOf({ name }: Row, column: Column): string {
  return `${name} at ${column.name}`;
}

function levelOf(level: string): string {
  return `SET SESSION TRANSACTION ISOLATION LEVEL ${level}`;
}
