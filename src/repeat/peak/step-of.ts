/** What a search keeps of one of its runs: whether the target held, and whose limit it was when not. */
import { studiedRun } from '../../kit/studied-run.js';
import { exitCodes } from '../../model/exit-code.js';
import type { PeakPurpose, PeakStep } from '../../model/peak.js';
import type { PhaseLoad } from '../../model/phase-load.js';
import type { GateResult, RunRecord } from '../../model/run-record.js';
import { stepPhase } from './asked-gates.js';
import { isSlowByWaiting } from './peak-limits.js';
import { generatorDoubt } from './whose-limit.js';

export interface StepPlace {
  readonly step: number;
  readonly purpose: PeakPurpose;
  readonly ratePerSecond: number;
  readonly folder: string;
  readonly tookMs: number | null;
}

type Judged = Pick<PeakStep, 'outcome' | 'why' | 'gate' | 'isGeneratorLimit' | 'isSlowByWaiting'>;

export function stepOf(record: RunRecord, place: StepPlace): PeakStep {
  return { ...place, ...studiedRun(record), ...judged(record), ...figuresOf(record) };
}

function figuresOf(record: RunRecord) {
  const load = loadOf(record);
  return {
    goodputPerSecond: load === undefined ? null : load.good / (load.observedMs / 1_000),
    goodRatio: load === undefined || load.arrivals === 0 ? null : load.good / load.arrivals,
    responseTimeMsP50: load?.responseTimeMsP50 ?? null,
    responseTimeMsP99: load?.responseTimeMsP99 ?? null,
    serviceTimeMsP50: load?.serviceTimeMsP50 ?? null,
    clientLagMsP99: load?.scheduleLagMsP99 ?? null,
    clientBusyRatio: load?.clientBusyRatio ?? null,
    withoutConnection: (load?.dropped['pool-exhausted'] ?? 0) + (load?.dropped['deadline-passed'] ?? 0),
    connectionWaitMs: load?.connectionWaitMs ?? null,
    lateByWaiting: load?.lateByWaiting ?? 0,
  };
}

function judged(record: RunRecord): Judged {
  const { verdict, exitCode, instrument, reasons, gates } = record;
  if (verdict === 'pass') return { outcome: 'passed', why: null, gate: null, isGeneratorLimit: false };
  const why = reasons[0] ?? 'The run decides nothing.';
  const wanting = gates.filter((gate) => !gate.isWarning && gate.verdict !== 'pass');
  const failed = wanting.filter((gate) => gate.verdict === 'fail');
  if (exitCode === exitCodes.dataViolation || exitCode === exitCodes.healFailed)
    return { outcome: 'failed', why, gate: gateOf(failed[0]), isGeneratorLimit: false };
  if (verdict === 'inconclusive')
    return { outcome: 'open', why, gate: gateOf(wanting[0]), isGeneratorLimit: !instrument.isHealthy };
  const doubts = doubtsOf(record, failed);
  const [doubt] = doubts;
  // One gate that failed by the target's doing is enough to blame it.
  const blamed = failed.find((_gate, index) => doubts[index] === null);
  if (blamed === undefined && doubt !== undefined && doubt !== null)
    return { outcome: 'open', why: doubt, gate: gateOf(failed[0]), isGeneratorLimit: true };
  const waits = { isSlowByWaiting: blamed !== undefined && isSlowByWaiting(blamed, loadOf(record)) };
  return { outcome: 'failed', why, gate: gateOf(blamed), isGeneratorLimit: false, ...waits };
}

function loadOf({ phaseLoads }: RunRecord): PhaseLoad | undefined {
  return phaseLoads.find(({ phase }) => phase === stepPhase);
}

function doubtsOf(record: RunRecord, failed: readonly GateResult[]): readonly (string | null)[] {
  const load = loadOf(record);
  if (load === undefined) return failed.map(() => null);
  const blame = { load, instrument: record.instrument, deadlineMs: record.scenario.client.deadlineMs };
  return failed.map((gate) => generatorDoubt(gate, blame));
}

function gateOf(gate: GateResult | undefined): PeakStep['gate'] {
  return gate === undefined ? null : { text: gate.gate, observed: gate.observed, limit: gate.limit };
}
