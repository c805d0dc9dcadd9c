/** A minute at 200/s in which one node is killed at 20 s and healed at 40 s, with any part of the story told otherwise. */
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Plan } from '../../../src/model/plan.js';
import type { FaultRecovery } from '../../../src/model/recovery.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { judge, type JudgeOptions } from '../../../src/verdict/judge.js';
import { planOf } from '../../fixtures/plan.js';
import type { Scratch } from '../../fixtures/scratch.js';
import {
  answered,
  auditOf,
  endEvents,
  failed,
  faultEvents,
  judgingCatalog,
  probesOf,
  writeSyntheticRun,
  type Script,
} from '../../fixtures/synthetic-run.js';

export const killMs = 20_000;
export const healMs = 40_000;
export const killed = { fault: 'kill', issuedMs: killMs, verifiedMs: killMs + 10 } as const;
export const healed = { healMs, healedMs: healMs + 500 } as const;

const phases = '[{ name: steady, for: 60s, rate: 200/s }]';
const fault = 'faults: [{ name: kill, fault: node-kill, node: jkt-b, at: steady + 20s, heal: 20s }]';

export function killPlan(keys = ''): Plan {
  return planOf({ phases, keys: `${fault}\n${keys}` });
}

/** Answers everything but what is due in these stretches. */
export function outAt(...stretches: readonly (readonly [fromMs: number, toMs: number])[]): Script {
  return (atMs, _index, unit) => {
    const isOut = stretches.some(([fromMs, toMs]) => atMs >= fromMs && atMs < toMs);
    return [isOut ? failed(atMs, unit) : answered(atMs, unit)];
  };
}

export interface KillStory {
  readonly plan?: Plan;
  readonly script?: Script;
  readonly faults?: readonly JournalEvent[];
  readonly others?: readonly JournalEvent[];
  /** What its runner still holds, of this run or another. */
  readonly injected?: JudgeOptions['injected'];
}

export class KillRuns {
  readonly #scratch: Scratch;
  #runs = 0;

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  async judged(story: KillStory = {}): Promise<RunRecord> {
    const { plan = killPlan(), script = outAt([killMs, killMs + 2_000]) } = story;
    const { faults = faultEvents({ ...killed, ...healed }), others = [], injected = [] } = story;
    this.#runs += 1;
    const directory = this.#scratch.path(`run-${this.#runs}`);
    const audited: JournalEvent = { kind: 'audited', atMs: 61_000, audit: auditOf() };
    const events = [...faults, ...others, audited, ...endEvents(plan)];
    writeSyntheticRun({ directory, plan, script, probes: probesOf(plan, {}), events });
    return judge({ directory, catalog: judgingCatalog(), injected });
  }

  async recoveriesOf(story: KillStory = {}): Promise<readonly FaultRecovery[]> {
    return (await this.judged(story)).recoveries;
  }

  async recoveryOf(story: KillStory = {}): Promise<FaultRecovery> {
    const [first] = await this.recoveriesOf(story);
    if (first === undefined) throw new Error('The fault has no recovery.');
    return first;
  }
}
