/** Gates by the name of who published such figures. They are objectives to be held against a target of one's own, and no results of anybody's. */
import type { FaultSettings } from '../../model/scenario.js';

export interface GatePreset {
  readonly summary: string;
  /** Without a fault there is nothing to judge of it. */
  readonly needsFault?: true;
  /** Texts of gates, for a scenario with these faults. */
  readonly gates: (faults: readonly string[]) => readonly string[];
}

/** Names of the faults that something has to recover from: the control breaks nothing. Null for one that cannot be understood. */
export function brokenFrom(faults: readonly (Pick<FaultSettings, 'name' | 'kind'> | null)[]): readonly string[] {
  return faults.flatMap((fault) => (fault === null || fault.kind === 'none' ? [] : [fault.name]));
}

/** What no platform may get wrong, whatever it promises of its speed. */
const money = ['lost_payments == 0', 'duplicate_payments == 0', 'partial_payments == 0', 'balance_drift == 0'] as const;

function recovered(comparison: string, who: string): GatePreset {
  return {
    summary: `${who}, and the money.`,
    needsFault: true,
    gates: (faults) => [...faults.map((fault) => `recovery_time ${comparison} after ${fault}`), ...money],
  };
}

const dana = recovered('< 8s', 'DANA on three data centres: recovery in less than 8 s, availability over 99.99 %');

export const gatePresets: Readonly<Record<string, GatePreset>> = {
  money: {
    summary: 'No payment lost, doubled or partial, and every balance right.',
    gates: () => money,
  },
  dana: { ...dana, gates: (faults) => [...dana.gates(faults), 'availability > 99.99% during run'] },
  mojaloop: {
    summary:
      "Mojaloop's baseline: 1,000 transfers a second, of which no more than 1 % take over a second, and the money.",
    gates: () => [
      'throughput >= 1000/s during run',
      'response_time.p99{operation=transfer} <= 1s during run',
      ...money,
    ],
  },
  uber: recovered('< 10s', 'Uber on Group Replication: recovery in less than 10 s'),
  github: recovered('<= 13s', 'GitHub with semi-synchronous replicas and orchestrator: recovery within 13 s'),
  tidb: recovered('<= 20s', 'TiDB in three zones: recovery within 20 s'),
  aurora: recovered('<= 60s', 'Aurora: recovery within 60 s'),
};
