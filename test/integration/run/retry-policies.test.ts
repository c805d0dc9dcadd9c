/**
 * One COMMIT in twenty arrives and its answer is swallowed, on a real server, under each retry policy and way of sending. How many were swallowed says the
 * proxy, what was paid says the server itself: client, audit and verdict must say exactly the same.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import * as faults from '../../../src/catalog/faults/index.js';
import { rehearse } from '../../../src/commands/rehearse.js';
import { readAttempts } from '../../../src/journal/attempt-file.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { FaultKind } from '../../../src/model/fault.js';
import type { Attempt } from '../../../src/model/journal.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { judge } from '../../../src/verdict/judge.js';
import { connect } from '../../../src/mysql/connect.js';
import { TargetSite } from '../../fixtures/target-site.js';

/** The fault is healed between two arrivals of a phase that has few, so that nothing is swallowed once its counter was read. */
const story = (retry: string, sending: string): string => `name: swallowed
seed: 11
target: { topology: single }
ledger: { accounts: 500 }
client: { connections: 12, threads: 1, reconnect: fixed 10ms, retry: ${retry}, sending: ${sending} }
traffic:
  mix: { transfer: 60, top-up: 40 }
  arrivals: even
  phases:
    - { name: busy, for: 5s, rate: 120/s }
    - { name: calm, for: 2s, rate: 1/s }
faults:
  - { name: swallow, fault: commit-ack-loss, node: db, share: 5%, at: busy + 1s, heal: 5500ms }
gates:
  - duplicate_payments == 0
  - lost_payments == 0
`;

interface Swallowed {
  readonly record: RunRecord;
  readonly attempts: readonly Attempt[];
  /** By the proxy's own counter. */
  readonly swallowed: number;
  /** Payments that the server holds, by arrival. */
  readonly charges: ReadonlyMap<number, number>;
}

const cases = [
  ['none', 'per-statement'],
  ['naive 3', 'per-statement'],
  ['naive 3', 'batched'],
  ['naive 3', 'pipelined'],
  ['idempotent 3', 'pipelined'],
  ['status-query 3', 'per-statement'],
  ['status-query 3', 'batched'],
  ['status-query 3', 'pipelined'],
] as const;

/** So few payments leave the processors idle. */
const atOnce = 3;

let site: TargetSite;
const runs = new Map<(typeof cases)[number], Swallowed>();
beforeAll(async () => {
  site = await TargetSite.open();
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [retry, sending] = next;
      runs.set(next, await play(story(retry, sending), perArrivalOf(retry)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
});
afterAll(() => site[Symbol.asyncDispose]());

describe.each(cases.map((each) => [...each, each] as const))(
  'with the retry policy "%s", sent %s',
  (retry, _sending, played) => {
    let run: Swallowed;
    beforeAll(() => {
      run = runs.get(played) as Swallowed;
    });

    it('every swallowed COMMIT is in doubt for its client, and nothing else is', () => {
      expect(run.swallowed).toBeGreaterThan(10);
      expect(run.attempts.filter(({ outcome }) => outcome === 'in-doubt')).toHaveLength(run.swallowed);
    });

    it('the audit finds every payment that the server holds, and none in doubt is absent', () => {
      const { audit } = run.record.reconciliation ?? {};
      const rows = [...run.charges.values()].reduce((sum, charges) => sum + charges, 0);
      expect(audit?.nodes[0]?.rows.payments).toBe(rows);
      const doubtfulInTheEnd = retry === 'naive 3' ? run.swallowed : lastlyInDoubt(run.attempts).length;
      expect(audit?.nodes[0]?.inDoubt).toEqual({ present: doubtfulInTheEnd, absent: 0, broken: 0 });
      expect(run.record.reconciliation?.lost?.count).toBe(0);
    });

    it('charges twice exactly whom the client paid for again under a new id', () => {
      const duplicate = run.record.reconciliation?.audit.nodes[0]?.categories.duplicate;
      const twice = [...run.charges].filter(([, charges]) => charges > 1);
      expect(duplicate?.count).toBe(twice.length);
      if (retry !== 'naive 3') expect(twice).toEqual([]);
      else {
        // A swallowed COMMIT is a charge, and so is an answered one; the first of an arrival is what its customer wanted.
        const tried = byArrival(
          run.attempts.filter(({ outcome }) => outcome === 'in-doubt' || outcome === 'acknowledged'),
        );
        expect(new Map(tried)).toEqual(run.charges);
        const again = run.attempts.filter(({ outcome, attempt }) => outcome === 'acknowledged' && attempt > 1).length;
        expect(twice.length).toBe(again + [...lastlyInDoubt(run.attempts)].length);
        expect(twice.length).toBeGreaterThan(10);
      }
    });

    it(retry === 'naive 3' ? 'is a data violation' : 'is no data violation', () => {
      const gate = run.record.gates.find(({ gate: text }) => text.startsWith('duplicate_payments'));
      // So short a run has no baseline, so that without a violation it is inconclusive.
      expect(run.record.exitCode).toBe(retry === 'naive 3' ? exitCodes.dataViolation : exitCodes.inconclusive);
      expect(gate?.verdict).toBe(retry === 'naive 3' ? 'fail' : 'pass');
    });

    it('a customer who was charged twice, in money: the price for every charge after the first', () => {
      const duplicate = run.record.reconciliation?.audit.nodes[0]?.categories.duplicate;
      const named = duplicate?.examples.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
      expect(duplicate?.money).toBe(named);
      expect(run.record.checks.find(({ check }) => check === 'no-duplicates')?.count).toBe(duplicate?.count);
      expect(run.record.checks.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check)).toEqual(
        retry === 'naive 3' ? ['no-duplicates'] : [],
      );
    });

    if (retry === 'status-query 3') {
      it('every payment that was found by the question is acknowledged without being sent again', () => {
        const found = run.attempts.filter(({ outcome, step }) => outcome === 'acknowledged' && step === 'read');
        expect(found.length).toBe(run.swallowed - lastlyInDoubt(run.attempts).length);
        expect(run.attempts.filter(({ errno }) => errno === 1062)).toEqual([]);
      });
    }
  },
);

function perArrivalOf(retry: string): number {
  return retry === 'naive 3' ? 3 : 1;
}

let plays = 0;

async function play(text: string, perArrival: number): Promise<Swallowed> {
  plays += 1;
  const directory = join(site.directory, `run-${plays}`);
  await mkdir(directory);
  const counted = { swallowed: 0 };
  const catalog = {
    ...createCatalog(),
    faults: createFaultRegistry({ ...faults, commitAckLoss: counting(counted) }),
  };
  const plan = buildPlan(readScenarioText({ name: 'story.yaml', text }, { environment: {} }, catalog), catalog);
  const charges = new Map<number, number>();
  await rehearse({
    plan,
    catalog,
    directory,
    command: [],
    mayCreateSchema: false,
    isSharingAllowed: false,
    isKept: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onEvent: () => undefined,
    accompany: async (cluster) => {
      const connection = await connect(cluster.nodes[0]!, { connectTimeoutMs: 5_000 });
      return {
        async [Symbol.asyncDispose]() {
          const sql = `SELECT (payment_id % 4294967296) DIV ${perArrival} AS arrival, COUNT(*) AS charges FROM paystorm.payment GROUP BY 1`;
          for (const row of await connection.query(sql)) charges.set(Number(row['arrival']), Number(row['charges']));
          await connection.close();
        },
      };
    },
  });
  const attempts: Attempt[] = [];
  readAttempts(directory, (attempt) => void attempts.push({ ...attempt }));
  return { record: await judge({ directory, catalog }), attempts, swallowed: counted.swallowed, charges };
}

/** The fault itself, which tells its counter just before it is healed. */
function counting(counted: { swallowed: number }): FaultKind {
  const kind: FaultKind = faults.commitAckLoss;
  return {
    ...kind,
    async heal(context) {
      const effect = await context.cluster.network?.effectOf(
        `${context.name} ${JSON.stringify(context.targets.nodes)}`,
      );
      counted.swallowed = Math.max(counted.swallowed, effect ?? 0);
      await kind.heal(context);
    },
  };
}

function byArrival(attempts: readonly Attempt[]): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const { arrival } of attempts) counts.set(arrival, (counts.get(arrival) ?? 0) + 1);
  return [...counts];
}

/** Arrivals that nobody ever got an answer for. */
function lastlyInDoubt(attempts: readonly Attempt[]): readonly number[] {
  const answered = new Set(attempts.flatMap(({ arrival, outcome }) => (outcome === 'acknowledged' ? [arrival] : [])));
  const doubtful = new Set(attempts.flatMap(({ arrival, outcome }) => (outcome === 'in-doubt' ? [arrival] : [])));
  return [...doubtful].filter((arrival) => !answered.has(arrival));
}
