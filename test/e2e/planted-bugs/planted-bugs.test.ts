/** Every check against a database that is known to be wrong: it names exactly what is, where it is, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditCategory } from '../../../src/model/audit.js';
import { sendings, type Sending } from '../../../src/model/scenario.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { TargetSite } from '../../fixtures/target-site.js';
import { bugCases, honestCases, scenarioOf, undecidedCases, type PlantedCase } from '../../fixtures/planted-bugs.js';
import {
  catalog,
  expected,
  forbiddenKinds,
  foundOn,
  playAll,
  trueHarm,
  verdictsOf,
  type PlantedRun,
} from '../../fixtures/planted-runs.js';

/** Categories that say of each payment whether it is wrong: they must agree with the truth to the last id. */
const byPayment: readonly AuditCategory[] = ['lost', 'duplicate', 'phantom', 'partial', 'unexpected', 'content'];
/** Those of accounts follow from other harm too, and are compared where a bug says which accounts it has harmed. */
const byAccount: readonly AuditCategory[] = ['drift', 'chain'];

/** All but those that speak of what a rehearsal without a backup does not do. */
const alwaysAsked = catalog.checks.all.filter((check) => check.isAsked === undefined);

describe.each(sendings)('planted bugs under payments that are sent %s', (sending) => {
  const { honest, bugs, undecided } = casesUnder(sending);
  const cases = [...honest, ...bugs, ...undecided];
  let site: TargetSite;
  let runs: ReadonlyMap<string, PlantedRun>;
  beforeAll(async () => {
    site = await TargetSite.open();
    const scenarios = new Map(cases.map((each) => [each.name, scenarioOf(each, catalog, sending)]));
    runs = await playAll(scenarios, site.directory);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const runOf = (name: string): PlantedRun => {
    const run = runs.get(name);
    if (run === undefined) throw new Error(`${name} was not played.`);
    return run;
  };

  describe.each(cases.map((each) => [each.name, each] as const))('%s', (name, { undecided: notDecided = [] }) => {
    it('is told payment by payment as it is, on every node', () => {
      const run = runOf(name);
      for (const audit of run.record.reconciliation?.audit.nodes ?? []) {
        if (audit.unreadable !== null) continue;
        for (const category of byPayment) {
          const told = `${category} on ${audit.node}`;
          expect(foundOn(audit, category), told).toEqual(expected(trueHarm(run, audit.node, category)));
        }
        for (const category of byAccount) {
          const harm = trueHarm(run, audit.node, category);
          if (harm.length > 0 && notDecided.length === 0)
            expect(foundOn(audit, category).ids).toEqual(expect.arrayContaining([...expected(harm).ids]));
        }
      }
    });

    it('is called simulated, and had real load', () => {
      const { record } = runOf(name);
      expect(record.isSimulated).toBe(true);
      expect(record.totals.issued).toBeGreaterThan(record.totals.arrivals / 2);
    });
  });

  it.each(honest.map(({ name }) => [name]))('%s passes every check, and shows no anomaly', (name) => {
    expect(runOf(name).anomalies).toEqual([]);
    const { checks, reasons } = runOf(name).record;
    expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(alwaysAsked.map(({ kind }) => kind)));
    expect(verdictsOf(runOf(name), 'pass').length, reasons.join(' ')).toBe(checks.length);
  });

  it('errors at COMMIT were met and retried, and honest all the same', () => {
    const { totals } = runOf('errors at COMMIT that prove nothing, and retries').record;
    expect(totals.retries).toBeGreaterThan(5);
    expect(totals.attempts).toBe(totals.issued + totals.retries);
  });

  it.each(bugs.map((each) => [each.name, each] as const))(
    '%s turns its checks red and no other',
    (name, { red, alsoRed = [] }) => {
      const run = runOf(name);
      const failed = verdictsOf(run, 'fail');
      expect(failed).toEqual(expect.arrayContaining([...red]));
      expect(failed.filter((check) => !red.includes(check) && !alsoRed.includes(check))).toEqual([]);
      expect(run.record.exitCode).toBe(exitCodes.dataViolation);
      expect(run.truth.bugs.flatMap(({ harm }) => harm).length).toBeGreaterThan(0);
    },
  );

  it.each(bugs.map((each) => [each.name, each] as const))(
    '%s shows the anomalies that it makes, and no other that is forbidden',
    (name, { anomalies = [], alsoAnomalies = [] }) => {
      const found = forbiddenKinds(runOf(name));
      expect(found).toEqual(expect.arrayContaining([...anomalies]));
      expect(found.filter((kind) => !anomalies.includes(kind) && !alsoAnomalies.includes(kind))).toEqual([]);
    },
  );

  it.each(undecided.map((each) => [each.name, each] as const))(
    '%s leaves its checks undecided',
    (name, { undecided: checks = [] }) => {
      const run = runOf(name);
      expect([...verdictsOf(run, 'inconclusive')].sort()).toEqual([...checks].sort());
      expect(verdictsOf(run, 'fail')).toEqual([]);
    },
  );

  const toldByAccount = ['stale-reads', 'drift-balance'].filter((name) => cases.some((each) => each.name === name));
  it.each(toldByAccount)('%s is told account by account as it is', (name) => {
    const run = runOf(name);
    const category = name === 'stale-reads' ? 'chain' : 'drift';
    for (const audit of run.record.reconciliation?.audit.nodes ?? []) {
      const { count, money, ids } = foundOn(audit, category);
      expect({ count, money, ids }).toEqual(expected(trueHarm(run, audit.node, category)));
    }
  });
});

interface PlantedCases {
  readonly honest: readonly PlantedCase[];
  readonly bugs: readonly PlantedCase[];
  readonly undecided: readonly PlantedCase[];
}

/** All of them under payments per statement; of the bugs every fourth also under one of the other two ways of sending, by turns: what the ledger holds does not depend on how it was asked. */
function casesUnder(sending: Sending): PlantedCases {
  const turn = sendings.indexOf(sending) - 1;
  const isPlayed = ({ isSentAnyhow }: PlantedCase): boolean => turn < 0 || isSentAnyhow !== true;
  return {
    honest: honestCases.filter(isPlayed),
    bugs: bugCases.filter((_case, index) => turn < 0 || index % 8 === 4 * turn),
    undecided: undecidedCases.filter(isPlayed),
  };
}
