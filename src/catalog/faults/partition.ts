/** The network between data centres falls apart: nodes go on by themselves, and clients reach each of them, but some no longer hear some others. */
import { z } from 'zod';
import { describeTargets, mentionsOf, targetShape } from '../../kit/fault-targets.js';
import type { FaultKind } from '../../model/fault.js';
import type { Link } from '../../model/links.js';
import type { NodeName } from '../../model/topology.js';
import { chosenOf, linkFault, namesOf } from './words/link-fault.js';
import { amongGroups, around, between, beyondNeighbours, halvesBeside, oneWay } from './words/links.js';

const names = z.array(z.string()).min(1);

const forms = ['node', 'zone', 'role', 'zones', 'groups', 'from', 'bridge', 'ring'] as const;

const settings = z
  .strictObject({
    ...targetShape,
    zones: names.optional().describe('The nodes of these zones on one side, all others on the other.'),
    groups: z
      .array(names)
      .min(2)
      .refine((groups) => new Set(groups.flat()).size === groups.flat().length, 'A node stands in one group only.')
      .optional()
      .describe('Lists of nodes that do not hear each other; a node in none of them hears all.'),
    from: names.optional().describe('One way only: nothing that these nodes send reaches those of `to`.'),
    to: names.optional().describe('With `from`: whom it does not reach; all others when left out.'),
    bridge: z.string().optional().describe('This node hears all others; they fall into two halves that do not.'),
    ring: z
      .literal(true)
      .optional()
      .describe('Every node hears a majority, and no two hear the same one; for five nodes or more.'),
  })
  .refine((chosen) => forms.filter((form) => chosen[form] !== undefined).length === 1, {
    message: `Say how the network falls apart by exactly one of ${forms.join(', ')}.`,
  })
  .refine((chosen) => chosen.to === undefined || chosen.from !== undefined, '`to` needs `from`.');
type Settings = z.output<typeof settings>;

/** Of fewer, nobody hears a majority and misses more than one. */
const ringNodesMin = 5;

export const partition: FaultKind<Settings> = linkFault<Settings>({
  kind: 'partition',
  summary:
    'Cuts the network between nodes: one off, zones apart, one way, with a bridge, or in a ring of majorities; clients reach every node as before.',
  label: 'network split',
  settings,
  examples,
  describe: (chosen) => `cuts the network between nodes: ${describeForm(chosen)}`,
  mentions: (chosen) => {
    const { nodes, zones, role } = mentionsOf(chosen);
    const { groups = [], from = [], to = [], bridge } = chosen;
    const named = [...nodes, ...groups.flat(), ...from, ...to, ...(bridge === undefined ? [] : [bridge])];
    return { nodes: named, zones: [...zones, ...(chosen.zones ?? [])], role };
  },
  separates: aimOf,
  share: () => 1,
  aimOf,
  linksOfAim,
  flawOf({ ring }, { length }) {
    if (ring !== true || length >= ringNodesMin) return null;
    const reason = `A ring needs five nodes, and the target has ${length}.`;
    return { reason, alternative: 'Add nodes, or let the network fall apart by bridge, groups or node.' };
  },
});

/** Those that lose the others rather than the other way round: where one side is the smaller one, it. */
function aimOf(chosen: Settings, nodes: readonly NodeName[]): readonly string[] {
  const { zones, groups, from, bridge, ring } = chosen;
  if (groups !== undefined) return besidesLargest(groups).flat();
  if (from !== undefined) return from;
  if (bridge !== undefined) return halvesBeside(bridge, namesOf(nodes))[1];
  if (ring === true) return namesOf(nodes);
  return zones === undefined ? chosenOf(chosen, nodes) : besidesLargest(sidesOf(zones, nodes)).flat();
}

function linksOfAim(
  { groups, from, to, bridge, ring }: Settings,
  aim: readonly string[],
  all: readonly string[],
): readonly Link[] {
  if (groups !== undefined) return amongGroups(groups);
  if (from !== undefined) return oneWay(from, to ?? all);
  if (bridge !== undefined) return between(...halvesBeside(bridge, all));
  return ring === true ? beyondNeighbours(all) : around(aim, all);
}

/** Those outside of the zones, then those inside. */
function sidesOf(zones: readonly string[], nodes: readonly NodeName[]): readonly (readonly string[])[] {
  return [false, true].map((isInside) => namesOf(nodes.filter(({ zone }) => zones.includes(zone) === isInside)));
}

/** One node off, or unheard by the others, or by one of them, or between two that do not hear each other; and zone from zone. */
function examples(nodes: readonly NodeName[]): readonly Readonly<Record<string, unknown>>[] {
  const all = namesOf(nodes);
  const zones = [...new Set(nodes.map(({ zone }) => zone))];
  const ways = all.map((name, index) => ({ from: [name], to: [all[(index + 1) % all.length]] }));
  return [
    ...all.map((node) => ({ node })),
    ...all.map((name) => ({ from: [name] })),
    ...(all.length > 2 ? [...ways, ...all.map((bridge) => ({ bridge }))] : []),
    ...(zones.length > 1 && zones.length < all.length ? zones.map((zone) => ({ zones: [zone] })) : []),
  ];
}

function besidesLargest(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const largest = groups.reduce((best, each) => (each.length > best.length ? each : best));
  return groups.filter((each) => each !== largest);
}

function describeForm({ zones, groups, from, to, bridge, ring, ...chosen }: Settings): string {
  if (zones !== undefined) return `every node of ${zones.join(', ')} on one side, all others on the other`;
  if (groups !== undefined) return groups.map((group) => group.join(', ')).join(' | ');
  if (from !== undefined) return `nothing that ${from.join(', ')} sends reaches ${to?.join(', ') ?? 'any other'}`;
  if (bridge !== undefined) return `two halves hear ${bridge} and not each other`;
  if (ring === true) return 'every node hears a majority, and no two the same one';
  return `${describeTargets(chosen)} on one side, all others on the other`;
}
