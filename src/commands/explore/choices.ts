/** Which faults an exploration may draw: those that have examples, and that the target and this machine can do. */
import { changesOthers } from '../allow-orders.js';
import { membersAtStart, mostAtOnce, nodesBroken } from '../../kit/blast-radius.js';
import { closestWord } from '../../kit/did-you-mean.js';
import { isGiven, needsOf } from '../../kit/capability-of.js';
import { ToolError } from '../../kit/error.js';
import type { FaultKind } from '../../model/fault.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { Choice, Stakes } from '../../repeat/explore/draw-episode.js';

/** Among whom chance chooses, and how many of them it may break at once. */
export function stakesOf({ scenario }: Plan, catalog: Catalog): Stakes {
  const { topology, settings } = scenario.target;
  const target = { kind: catalog.topologies.get(topology), settings };
  const members = membersAtStart(target).length;
  return { nodes: target.kind.nodes(settings), nodesAtOnceMax: mostAtOnce(scenario.blastRadius, target, members) };
}

/** `wanted`: names of kinds, all when left out. Rejects with a ToolError that names each that cannot be had. */
export async function findChoices(
  plan: Plan,
  catalog: Catalog,
  wanted?: readonly string[],
): Promise<readonly Choice[]> {
  const topology = catalog.topologies.get(plan.scenario.target.topology);
  const { nodes, nodesAtOnceMax } = stakesOf(plan, catalog);
  const able: Choice[] = [];
  for (const kind of catalog.faults.all) {
    const examples = (kind.examples?.(nodes) ?? []).filter((written) => {
      const settings = kind.settings.parse(written);
      // What others run is changed only where the user has read what would be done.
      if (changesOthers(kind, settings, topology)) return false;
      const [broken = 0] = nodesBroken([{ kind, settings, injectAtMs: 0, healAtMs: 1 }], nodes);
      if (broken > nodesAtOnceMax || (kind.flaw?.(settings, nodes) ?? null) !== null) return false;
      return needsOf(kind, settings).every((capability) => isGiven(topology, capability));
    });
    const possible = await onThisMachine(kind, examples);
    if (possible.length > 0) able.push({ kind, examples: possible });
  }
  return wanted === undefined ? refuseNone(able, topology.kind) : choose(able, wanted);
}

async function onThisMachine(kind: FaultKind, examples: Choice['examples']): Promise<Choice['examples']> {
  const obstacles = await Promise.all(examples.map(async (settings) => kind.obstacle?.(kind.settings.parse(settings))));
  return examples.filter((_settings, index) => (obstacles[index] ?? null) === null);
}

function refuseNone(able: readonly Choice[], topology: string): readonly Choice[] {
  if (able.length > 0) return able;
  const message = `There is no fault that chance may choose for the topology "${topology}".`;
  throw new ToolError('invalidScenario', message, 'Explore a target that paystorm starts itself.');
}

function choose(able: readonly Choice[], wanted: readonly string[]): readonly Choice[] {
  const names = able.map(({ kind }) => kind.kind);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length === 0) return able.filter(({ kind }) => wanted.includes(kind.kind));
  const words = unknown.map((name) => {
    const meant = closestWord(name, names);
    return `"${name}"${meant === null ? '' : ` (did you mean "${meant}"?)`}`;
  });
  const message = `Chance cannot choose ${words.join(', ')} for this target on this machine.`;
  throw new ToolError('invalidScenario', message, `It can choose ${names.join(', ')}.`);
}
