/** Stage 4: a journal becomes a run record. Nothing but the journal is read, so a verdict can be made again at any time, also after the runner was killed. */
import { exitCodeOf, verdictOf, type Judgements } from './exit-code.js';
import { answerConsistency, type NodeCounts } from './answers/consistency.js';
import { answerDataLoss } from './answers/data-loss.js';
import { answerDowntime } from './answers/downtime.js';
import { caveatsOf, doubtsOf, unhealedOf, type InjectedFault } from './doubts.js';
import { findHotAccounts } from './hot-accounts.js';
import { gatherEvidence, type Gathered } from './gather-evidence.js';
import { judgeGate } from './gates/judge-gate.js';
import { isDataMetric } from './gates/observe.js';
import { gradeEvidence } from './evidence/grade-evidence.js';
import { loadByPhase } from './load-by-phase.js';
import { buildHeatMap } from './build-heat-map.js';
import { drivenMs } from './observed-until.js';
import { buildNodeLanes } from './node-lanes.js';
import { reasonsFor } from './reasons.js';
import { measureRun } from './measures/measure-run.js';
import { judgedNodes, reconcile } from './reconcile.js';
import { groupIncidents, type Incident } from './recovery/incidents.js';
import { outagesOf } from './recovery/measure-recoveries.js';
import { runChecks } from './run-checks.js';
import { latencyRows } from './sum-up-load.js';
import { tellBuffer } from './tell-buffer.js';
import { paymentsPerArrival } from '../kit/payment-id.js';
import { postingsOf } from '../kit/postings-of.js';
import type { Gate } from '../model/gate.js';
import type { Reconciliation } from '../model/reconciliation.js';
import type { Catalog } from '../model/registry.js';
import { runRecordVersion, type Answer, type GateResult, type RunRecord } from '../model/run-record.js';

export interface JudgeOptions {
  /** Folder of the run. */
  readonly directory: string;
  readonly catalog: Catalog;
  /** What this process holds injected, in whatever run: a journal that could not be written does not say what was left broken. */
  readonly injected?: readonly InjectedFault[];
  /** To judge by instead of those of the scenario, and the file they are from. */
  readonly gatesOf?: { readonly file: string; readonly gates: readonly Gate[] } | undefined;
}

/** Rejects with a ToolError when the folder holds no journal that this version can read. */
export async function judge({ directory, catalog, injected = [], gatesOf }: JudgeOptions): Promise<RunRecord> {
  const gathered = gatherEvidence(directory, catalog, gatesOf?.gates);
  const { evidence, facts } = gathered;
  const { header, finish } = facts;
  const checks = runChecks(catalog.checks.all, evidence);
  const measures = measureRun(gathered);
  const gates = header.plan.scenario.gates.map((gate) => judgeGate(gate, gathered, measures));
  const judgements: Judgements = {
    finish,
    checks,
    gates,
    brokenPromises: brokenPromises(header.plan.scenario.gates, gates),
    unhealed: unhealedOf(gathered, injected),
    doubts: doubtsOf(gathered),
    caveats: [
      ...(gatesOf === undefined ? [] : [`Judged by the gates of ${gatesOf.file}, and not by those of the scenario.`]),
      ...caveatsOf(gathered, catalog),
    ],
  };
  const reconciliation = reconciliationOf(gathered, catalog);
  const isCut = gathered.observedUntilMs < header.plan.durationMs;
  return {
    ...describeRun(gathered),
    hotAccounts: findHotAccounts(directory, header, catalog),
    measures,
    verdict: verdictOf(judgements),
    exitCode: exitCodeOf(judgements),
    reasons: reasonsFor(judgements),
    answers: {
      downtime: answerDowntime({
        scenario: header.plan.scenario,
        recoveries: evidence.recoveries,
        outages: outagesOf(gathered.observation),
        observedMs: gathered.observedUntilMs,
        isCut,
        isInstrumentHealthy: evidence.instrument.isHealthy,
      }),
      'data-loss': asFarAsDriven(isCut, answerDataLoss(checks, reconciliation)),
      consistency: asFarAsDriven(isCut, answerConsistency(checks, nodeCountsOf(facts))),
    },
    evidenceGrade: gradeEvidence(...faultEventsOf(gathered)),
    gates,
    checks,
    reconciliation,
    ...(evidence.backups.length === 0 ? {} : { backups: evidence.backups }),
  };
}

function nodeCountsOf({ audit, header }: Gathered['facts']): NodeCounts {
  return {
    judged: audit === null ? 0 : judgedNodes(audit).length,
    all: header.nodes.length - (audit?.absent?.length ?? 0),
    isHistoryTold: header.plan.scenario.api === undefined,
  };
}

/** What holds for a part of the run is not known of the whole, for an answer as little as for a gate. */
function asFarAsDriven(isCut: boolean, answer: Answer): Answer {
  if (!isCut || answer.status !== 'met') return answer;
  const sentence = `In the part of the run that was driven: ${answer.sentence} The rest was not put to the test.`;
  return { status: 'undecided', sentence };
}

type RunFacts = Omit<
  RunRecord,
  | 'measures'
  | 'hotAccounts'
  | 'verdict'
  | 'exitCode'
  | 'reasons'
  | 'answers'
  | 'evidenceGrade'
  | 'gates'
  | 'checks'
  | 'reconciliation'
  | 'backups'
>;

/** What happened, without what it is worth. */
function describeRun(gathered: Gathered): RunFacts {
  const { evidence, facts, columns, observation } = gathered;
  const { header, finish } = facts;
  const { plan } = header;
  const lastStepMs = (evidence.series.timeMs.at(-1) ?? 0) + evidence.series.stepMs;
  const endMs = Math.max(finish === 'completed' ? plan.durationMs : 0, lastStepMs);
  return {
    version: runRecordVersion,
    toolVersion: header.toolVersion,
    runId: header.runId,
    startedAt: header.wallClock,
    finish,
    isSimulated: header.isSimulated,
    command: header.command,
    scenario: plan.scenario,
    scenarioHash: plan.scenarioHash,
    durationMs: drivenMs(facts, columns),
    plannedDurationMs: plan.durationMs,
    phases: plan.phases,
    recoveries: evidence.recoveries,
    notices: facts.notices,
    ...(plan.scenario.ledger.bufferedPosting === undefined ? {} : { bufferedPosting: tellBuffer(facts) }),
    totals: evidence.totals,
    latency: latencyRows(evidence.arrivals, header.operations),
    phaseLoads: loadByPhase(gathered),
    series: evidence.series,
    heatMap: buildHeatMap(evidence.arrivals, drivenMs(facts, columns)),
    nodes: buildNodeLanes(facts, observation.lanes, endMs),
    instrument: evidence.instrument,
    environment: header.environment,
  };
}

function reconciliationOf({ facts, columns, observedUntilMs }: Gathered, catalog: Catalog): Reconciliation | null {
  const { operations, runTag, plan } = facts.header;
  const postings = postingsOf(operations, catalog.operations);
  const incidents = groupIncidents(facts.faults, observedUntilMs);
  const { audit, firstLooks } = facts;
  const perArrival = paymentsPerArrival(plan.scenario.client.retry);
  const { arrivals } = columns;
  return reconcile({ audit, arrivals, operations, postings, incidents, firstLooks, runTag, perArrival });
}

function brokenPromises(gates: readonly Gate[], results: readonly GateResult[]): readonly string[] {
  return gates.flatMap((gate, index) => (isBroken(gate, results[index]) ? [gate.text] : []));
}

function isBroken({ metric }: Gate, result: GateResult | undefined): boolean {
  return isDataMetric(metric) && result?.verdict === 'fail' && !result.isWarning;
}

/** Faults injected together are one throw of the dice. How many took effect, and after how many of them a recovery time was measured. */
function faultEventsOf({ facts, evidence, observedUntilMs }: Gathered): readonly [all: number, measured: number] {
  const told = evidence.recoveries.filter((each) => each.recoveryTimeMs !== null && each.inconclusive === null);
  const isMeasured = ({ faults }: Incident): boolean =>
    faults.some(({ fault }) => told.some((each) => each.fault === fault));
  const effective = facts.faults.filter((story) => story.verifiedMs !== null);
  const incidents = groupIncidents(effective, observedUntilMs);
  return [incidents.length, incidents.filter(isMeasured).length];
}
