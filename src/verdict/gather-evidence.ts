/** Derives from a journal everything that checks, gates and answers look at, once. */
import { checkSeals } from '../journal/check-seals.js';
import { readProbes } from '../journal/probe-file.js';
import type { Evidence } from '../model/evidence.js';
import type { Gate } from '../model/gate.js';
import type { Catalog } from '../model/registry.js';
import type { InstrumentHealth } from '../model/run-record.js';
import { changedAccounts } from '../plan/changed-accounts.js';
import { makeSureTheyAreThere } from '../kit/own-operations.js';
import { paymentAskedFor } from '../plan/payment-asked-for.js';
import { paymentsPerArrival } from '../kit/payment-id.js';
import { backupResults } from './backup-results.js';
import { buildSeries } from './build-series.js';
import { createErrorClassifier } from './error-class.js';
import type { GateEvidence } from './gates/gate-evidence.js';
import { judgeInstrument } from './judge-instrument.js';
import { isLossKnown, markGood, withdrawnArrivals } from './mark-good.js';
import { observedUntil, recordedUntil } from './observed-until.js';
import { searchRun } from './consistency/search-run.js';
import { readArrivals, type ArrivalFacts } from './read-arrivals.js';
import { readJournal, type JournalFacts } from './read-journal.js';
import { createGoodput } from './recovery/goodput.js';
import { measureRecoveries } from './recovery/measure-recoveries.js';
import type { Observation } from './recovery/observation.js';
import { readProbeLanes } from './recovery/probe-answers.js';
import { sumUpLoad } from './sum-up-load.js';

export interface Gathered extends GateEvidence {
  readonly observation: Observation;
}

/** `gates` stand in for those of the scenario, where they are given. */
export function gatherEvidence(directory: string, catalog: Catalog, gates?: readonly Gate[]): Gathered {
  const facts = withGates(readJournal(directory), gates);
  checkSeals(directory, facts.sealedFiles);
  const { header, finish, audit } = facts;
  makeSureTheyAreThere(header.plan.scenario, catalog.operations);
  const flavor = catalog.flavors.has(header.flavor) ? catalog.flavors.get(header.flavor) : null;
  const isComplete = finish === 'completed';
  const columns = readArrivals(directory, { header, errorClassOf: createErrorClassifier(flavor), isComplete });
  markGood(columns.arrivals, header.plan, audit);
  const observedUntilMs = observedUntil(facts, columns);
  const instrument = judgeInstrument(facts, columns);
  const observation: Observation = {
    facts,
    arrivals: columns.arrivals,
    attempts: columns.attempts,
    goodput: createGoodput(columns.arrivals),
    lanes: readProbeLanes(
      readProbes(directory),
      header.nodes.map((node) => node.name),
      facts.routeChanges,
    ),
    instrument,
    observedUntilMs,
    faultKinds: catalog.faults,
  };
  const withdrawn = withdrawnArrivals(audit);
  const consistency = searchRun({
    directory,
    header,
    withdrawn,
    ...columns.answers,
    askedFor: paymentAskedFor(header.plan, catalog.operations),
    isLossKnown: isLossKnown(facts),
    recordedUntilMs: recordedUntil(facts, columns),
    accountsChangedBy: changedAccounts(header.plan, catalog.operations),
  });
  const evidence = { ...evidenceOf(observation, columns, instrument), consistency };
  return { evidence, facts, columns, goodput: observation.goodput, observedUntilMs, observation };
}

function withGates(facts: JournalFacts, gates: readonly Gate[] | undefined): JournalFacts {
  if (gates === undefined) return facts;
  const { header } = facts;
  const scenario = { ...header.plan.scenario, gates };
  return { ...facts, header: { ...header, plan: { ...header.plan, scenario } } };
}

function evidenceOf(
  observation: Observation,
  columns: ArrivalFacts,
  instrument: InstrumentHealth,
): Omit<Evidence, 'consistency'> {
  const { facts, arrivals, observedUntilMs } = observation;
  const { header, finish, audit } = facts;
  return {
    header,
    finish,
    audit,
    arrivals,
    totals: sumUpLoad({
      facts: columns,
      phases: header.plan.phases,
      intervals: facts.intervals,
      observedUntilMs,
    }),
    series: buildSeries(columns, header.plan.durationMs),
    recoveries: measureRecoveries(observation),
    instrument,
    bankTotals: facts.bankTotals,
    backups: backupResults(facts.backups, {
      ...facts,
      perArrival: paymentsPerArrival(facts.header.plan.scenario.client.retry),
    }),
  };
}
