/** Puts another target in place of the scenario's: endpoints by URL, another topology with its defaults, or a simulated one with the scenario's nodes. */
import type { Catalog } from '../model/registry.js';
import type { NodeName } from '../model/topology.js';
import { targetOf } from './draft.js';
import { scenarioSchemaOf } from './schema/scenario-schema.js';
import {
  childOf,
  mapNode,
  textNode,
  type Place,
  type SourceEntry,
  type SourceFile,
  type SourceMap,
  type SourceNode,
} from './source.js';

/** `--target mysql://…`, once for each node. Where the scenario lists as many, they keep its names and zones, so that faults and gates find those they name. */
export function targetByUrls(root: SourceNode, urls: readonly string[]): SourceNode {
  const named = listedNodes(root);
  const text = urls.join(' ');
  const file: SourceFile = { name: '--target', text };
  let start = 0;
  const items = urls.map((url, index) => {
    const place = { file, start, end: start + url.length };
    start = place.end + 1;
    const kept = named.length === urls.length ? (named[index] ?? []) : [];
    return mapNode([...kept, ['url', textNode(url, place)]], place);
  });
  const place = { file, start: 0, end: text.length };
  const nodes: SourceNode = { kind: 'list', items, place };
  return replaceTarget(
    root,
    mapNode(
      [
        ['topology', textNode('external', place)],
        ['nodes', nodes],
      ],
      place,
    ),
  );
}

/**
 * `--topology single`, with its defaults; the same topology keeps its settings. A simulated one stands in for the scenario's own target
 * and takes its nodes, so that faults and gates find those they name.
 */
export function targetByTopology(root: SourceNode, topology: string, catalog: Catalog): SourceNode {
  const current = childOf(root, 'target');
  const kind = current === undefined ? undefined : childOf(current, 'topology');
  if (kind?.kind === 'scalar' && kind.value === topology) return root;
  const place: Place = { file: { name: '--topology', text: topology }, start: 0, end: topology.length };
  const isStandIn = catalog.topologies.has(topology) && catalog.topologies.get(topology).takesBugs === true;
  const nodes = isStandIn ? (targetOf(root, scenarioSchemaOf(catalog), catalog)?.nodes ?? []) : [];
  const entries: (readonly [string, SourceNode])[] = [['topology', textNode(topology, place)]];
  if (nodes.length > 0) entries.push(['nodes', nodeList(nodes, place)]);
  return replaceTarget(root, mapNode(entries, place));
}

type NamedNode = readonly (readonly [string, SourceNode])[];

/** Name and zone of each node that the scenario lists, as far as they are written. */
function listedNodes(root: SourceNode): readonly NamedNode[] {
  const target = childOf(root, 'target');
  const nodes = target === undefined ? undefined : childOf(target, 'nodes');
  if (nodes?.kind !== 'list') return [];
  return nodes.items.map((node) =>
    ['name', 'zone'].flatMap((key) => {
      const value = childOf(node, key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function nodeList(nodes: readonly NodeName[], place: Place): SourceNode {
  const items = nodes.map(({ name, zone }) =>
    mapNode(
      [
        ['name', textNode(name, place)],
        ['zone', textNode(zone, place)],
      ],
      place,
    ),
  );
  return { kind: 'list', items, place };
}

function replaceTarget(root: SourceNode, target: SourceMap): SourceNode {
  if (root.kind !== 'map') return root;
  const entry: SourceEntry = { key: target.place, value: target };
  return { ...root, entries: new Map([...root.entries, ['target', entry]]) };
}
