/** Which faults an exploration may draw: those that have examples, and that the target and this machine can do. */
import { changesOthers } from '../allow-orders.js';
import { membersAtStart, mostAtOnce, nodesBroken } from '../../kit/blast-radius.js';
import { closestWord } from '../../kit/did-you-mean.js';
import { isGiven, needsOf } from '../../kit/capability-of.js';
import { ToolError } from '../../kit/error.js';
import { counted } from '../../kit/format.js';
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

export interface Found {
  readonly choices: readonly Choice[];
  readonly leftOut: readonly LeftOut[];
}

/** A kind of fault that chance would draw elsewhere. */
export interface LeftOut {
  readonly kind: string;
  /** Whole sentences. */
  readonly why: string;
}

/** `wanted`: names of kinds, all when left out. Rejects with a ToolError that names each that cannot be had, and says why. */
export async function findChoices(plan: Plan, catalog: Catalog, wanted?: readonly string[]): Promise<Found> {
  const { topology } = plan.scenario.target;
  const stakes = stakesOf(plan, catalog);
  const judged = await Promise.all(
    catalog.faults.all.flatMap((kind) => {
      const examples = kind.examples?.(stakes.nodes) ?? [];
      return examples.length === 0 ? [] : [judgeKind({ kind, examples }, plan, catalog)];
    }),
  );
  const choices = judged.flatMap((each) => ('why' in each ? [] : [each]));
  const leftOut = judged.flatMap((each) => ('why' in each ? [each] : []));
  if (wanted === undefined) return { choices: refuseNone(choices, topology), leftOut };
  return { choices: choose({ choices, leftOut }, wanted), leftOut: [] };
}

/** What is left of its examples, or why nothing is. */
async function judgeKind({ kind, examples }: Choice, plan: Plan, catalog: Catalog): Promise<Choice | LeftOut> {
  const judged = await Promise.all(
    examples.map(async (written) => {
      const settings = kind.settings.parse(written);
      const reason = whyNotHere({ kind, settings }, plan, catalog) ?? (await kind.obstacle?.(settings))?.reason ?? null;
      return { written, reason };
    }),
  );
  const possible = judged.filter(({ reason }) => reason === null).map(({ written }) => written);
  const why = [...new Set(judged.map(({ reason }) => reason))].join(' ');
  return possible.length > 0 ? { kind, examples: possible } : { kind: kind.kind, why };
}

interface Asked {
  readonly kind: FaultKind;
  readonly settings: unknown;
}

/** Null where the target lets it be done. */
function whyNotHere({ kind, settings }: Asked, plan: Plan, catalog: Catalog): string | null {
  const topology = catalog.topologies.get(plan.scenario.target.topology);
  const { nodes, nodesAtOnceMax } = stakesOf(plan, catalog);
  if (changesOthers(kind, settings, topology))
    return 'What others run is changed only where somebody has read what would be done.';
  if (!needsOf(kind, settings).every((capability) => isGiven(topology, capability)))
    return `The topology ${topology.kind} has no way to do it.`;
  const [broken = 0] = nodesBroken([{ kind, settings, injectAtMs: 0, healAtMs: 1 }], nodes);
  if (broken > nodesAtOnceMax)
    return `It breaks ${counted(broken, 'node')} at once, and the target goes on without ${nodesAtOnceMax}.`;
  return kind.flaw?.(settings, nodes)?.reason ?? null;
}

function refuseNone(able: readonly Choice[], topology: string): readonly Choice[] {
  if (able.length > 0) return able;
  const message = `There is no fault that chance may choose for the topology "${topology}".`;
  throw new ToolError('invalidScenario', message, 'Explore a target that paystorm starts itself.');
}

function choose({ choices, leftOut }: Found, wanted: readonly string[]): readonly Choice[] {
  const names = choices.map(({ kind }) => kind.kind);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length === 0) return choices.filter(({ kind }) => wanted.includes(kind.kind));
  const words = unknown.map((name) => {
    const known = leftOut.find(({ kind }) => kind === name);
    if (known !== undefined) return `"${name}" (${known.why})`;
    const meant = closestWord(name, names);
    return `"${name}"${meant === null ? '' : ` (did you mean "${meant}"?)`}`;
  });
  const message = `Chance cannot choose ${words.join(', ')} for this target on this machine.`;
  throw new ToolError('invalidScenario', message, `It can choose ${names.join(', ')}.`);
}
