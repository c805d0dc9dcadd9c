/** What the recovery from a fault tells a gate: milestones with their error, and how long payments stopped or stumbled. */
import { formatMeasured } from '../../kit/format.js';
import type { Gate } from '../../model/gate.js';
import type { FaultRecovery } from '../../model/recovery.js';
import { groupIncidents } from '../recovery/incidents.js';
import { nothingObserved, type GateEvidence, type Observed } from './gate-evidence.js';
import type { Observer } from './gate-evidence.js';

type Milestone = 'recoveryTimeMs' | 'timeToFirstSuccessMs' | 'timeToSteadyStateMs' | 'healOutageMs';

export function milestone(name: Milestone): Observer {
  return (gate, evidence) => {
    const recovery = recoveryOf(gate, evidence);
    if (recovery === undefined) return nothingObserved('This fault was never injected.');
    const measured = recovery[name];
    const reason = recovery.inconclusive ?? (name === 'healOutageMs' ? recovery.healInconclusive : null);
    if (measured === null) return nothingObserved(reason ?? 'It was not observed.');
    const { valueMs, errorMs, isCensored } = measured;
    return {
      value: valueMs,
      errorMs,
      text: formatMeasured(measured),
      isCensored,
      ...(reason === null ? {} : { reason }),
    };
  };
}

export function stretch(name: 'outages' | 'brownouts'): Observer {
  return (gate, evidence): Observed => {
    const recovery = recoveryOf(gate, evidence);
    if (recovery === undefined) return nothingObserved('This fault was never injected.');
    if (recovery.baseline === null) return nothingObserved(recovery.inconclusive ?? 'It was not observed.');
    const stretches = recovery[name];
    const valueMs = stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const errorMs = stretches.reduce((sum, each) => sum + each.errorMs, 0);
    const isCensored = (stretches.at(-1)?.toMs ?? 0) >= watchedUntilMs(recovery, evidence);
    const words = formatMeasured({ valueMs, errorMs, isCensored });
    const text = stretches.length > 1 ? `${words} in ${stretches.length} stretches` : words;
    return { value: valueMs, errorMs, text, isCensored };
  };
}

/** A node that was hit is down, and does not stall. */
export const nodeStall: Observer = (gate, evidence) => {
  const recovery = recoveryOf(gate, evidence);
  if (recovery === undefined) return nothingObserved('This fault was never injected.');
  const wanted = gate.tags['node'];
  const watched = recovery.nodeOutages.flatMap(({ node, outageMs }) => {
    const isWanted = wanted === undefined ? !recovery.nodes.includes(node) : node === wanted;
    return isWanted && outageMs !== null ? [outageMs] : [];
  });
  const [first] = watched.toSorted((one, other) => other.valueMs - one.valueMs);
  if (first === undefined) return nothingObserved('No node was probed that the fault did not hit.');
  const { valueMs, errorMs, isCensored } = first;
  return { value: valueMs, errorMs, text: formatMeasured(first), isCensored };
};

/** The next incident's injection ends the observation of a fault, or the end of what was seen. */
function watchedUntilMs({ fault }: FaultRecovery, { facts, observedUntilMs }: GateEvidence): number {
  const incidents = groupIncidents(facts.faults, observedUntilMs);
  return incidents.find(({ faults }) => faults.some((each) => each.fault === fault))?.toMs ?? observedUntilMs;
}

function recoveryOf({ scope }: Gate, { evidence }: GateEvidence): FaultRecovery | undefined {
  if (scope.kind !== 'after') return undefined;
  return evidence.recoveries.find((recovery) => recovery.fault === scope.fault);
}
