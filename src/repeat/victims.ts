/** Whom the faults of a repetition are aimed at: nodes and zones take turns, roles stay, because the role is the point. */
import type { Victim } from '../model/rto.js';
import type { FaultKind } from '../model/fault.js';
import type { Registry } from '../model/registry.js';
import type { FaultSettings } from '../model/scenario.js';
import type { NodeName } from '../model/topology.js';

type Aim = Pick<Victim, 'by' | 'aim'>;

/** Names among which the faults of a scenario can be rotated; empty when none is aimed by name, or by nodes and by zones at once. */
export function rotationOf(
  faults: readonly FaultSettings[],
  nodes: readonly NodeName[],
  kinds: Registry<FaultKind>,
): readonly string[] {
  const ways = new Set(faults.map((fault) => aimedBy(fault, kinds)).filter((by) => by !== 'as-written'));
  if (ways.size !== 1) return [];
  return ways.has('node') ? nodes.map((node) => node.name) : [...new Set(nodes.map((node) => node.zone))];
}

/** Every fault moves on by the same number of places, so that faults on the same node stay together and others apart. */
export function victimOf(
  fault: FaultSettings,
  rotation: readonly string[],
  { places, kinds }: { readonly places: number; readonly kinds: Registry<FaultKind> },
): string | null {
  const name = nameIn(fault, kinds);
  const index = name === null ? -1 : rotation.indexOf(name);
  return index === -1 ? null : (rotation[(index + places) % rotation.length] as string);
}

export function aimAt(fault: FaultSettings, name: string, kinds: Registry<FaultKind>): FaultSettings {
  return { ...fault, settings: { ...(fault.settings as object), [aimedBy(fault, kinds)]: name } };
}

export function describeAim(fault: FaultSettings, kinds: Registry<FaultKind>): Aim {
  const by = aimedBy(fault, kinds);
  const aim = nameIn(fault, kinds);
  return aim === null ? { by: 'as-written', aim: kinds.get(fault.kind).describe(fault.settings) } : { by, aim };
}

/** Faults on nodes share the keys "node" and "zone", each with one name. */
function aimedBy({ kind, settings }: FaultSettings, kinds: Registry<FaultKind>): Victim['by'] {
  if (typeof settings !== 'object' || settings === null) return 'as-written';
  const { planned, isAimedAsWritten } = kinds.get(kind);
  // Whom somebody meant to hit is nobody else.
  if (planned !== undefined || isAimedAsWritten?.(settings) === true) return 'as-written';
  if ('node' in settings && typeof settings.node === 'string') return 'node';
  return 'zone' in settings && typeof settings.zone === 'string' ? 'zone' : 'as-written';
}

function nameIn(fault: FaultSettings, kinds: Registry<FaultKind>): string | null {
  const by = aimedBy(fault, kinds);
  return by === 'as-written' ? null : (fault.settings as Readonly<Record<string, string>>)[by]!;
}
