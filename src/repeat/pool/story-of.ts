/** What must be the same for runs to be repetitions of one another: everything but what repetitions vary, aspect by aspect. */
import { canonicalJson } from '../../kit/canonical-json.js';
import type { FaultKind } from '../../model/fault.js';
import type { Registry } from '../../model/registry.js';
import type { Variation } from '../../model/rto.js';
import type { FaultSettings, Scenario } from '../../model/scenario.js';
import { aimAt, describeAim } from '../victims.js';

export const aspects = ['faults', 'load', 'target', 'recovery and objective', 'claims'] as const;
export type Aspect = (typeof aspects)[number];

/** Equal texts are equal settings. Seed, name, gates and description are no part of it, nor whom a fault hits that is aimed by name, nor its phase. */
export type Story = Readonly<Record<Aspect, string>>;

/** `variation`: how the scenario was varied from the one that was written; null where it was not. */
export function storyOf(scenario: Scenario, variation: Variation | null, kinds: Registry<FaultKind>): Story {
  const { faults, traffic, operations, ledger, client, api, target, recovery, claims } = scenario;
  const shiftMs = variation?.phaseShiftMs ?? 0;
  return {
    faults: canonicalJson(faults.map((fault) => unvaried(fault, shiftMs, kinds))),
    load: canonicalJson({
      traffic,
      ledger,
      client,
      ...(api === undefined ? {} : { api }),
      ...(operations === undefined ? {} : { operations }),
    }),
    target: canonicalJson(target),
    'recovery and objective': canonicalJson(recovery),
    claims: canonicalJson(claims),
  };
}

export function differingAspects(one: Story, other: Story): readonly Aspect[] {
  return aspects.filter((aspect) => one[aspect] !== other[aspect]);
}

/** Offsets are whole microseconds; their sum may lie a breath beside. */
function unvaried(fault: FaultSettings, shiftMs: number, kinds: Registry<FaultKind>): FaultSettings {
  const offsetMs = Math.round((fault.at.offsetMs - shiftMs) * 1_000) / 1_000;
  const anybody = describeAim(fault, kinds).by === 'as-written' ? fault : aimAt(fault, '*', kinds);
  return { ...anybody, at: { ...fault.at, offsetMs } };
}
