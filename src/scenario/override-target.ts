/** Puts another target in place of the scenario's: endpoints by URL, or another topology with its defaults. */
import { mapNode, textNode, type SourceEntry, type SourceFile, type SourceMap, type SourceNode } from './source.js';

/** `--target mysql://…`, once for each node. */
export function targetByUrls(root: SourceNode, urls: readonly string[]): SourceNode {
  const text = urls.join(' ');
  const file: SourceFile = { name: '--target', text };
  let start = 0;
  const items = urls.map((url) => {
    const place = { file, start, end: start + url.length };
    start = place.end + 1;
    return mapNode([['url', textNode(url, place)]], place);
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

/** `--topology single`; the same topology keeps its settings. */
export function targetByTopology(root: SourceNode, topology: string): SourceNode {
  const current = root.kind === 'map' ? root.entries.get('target')?.value : undefined;
  const kind = current?.kind === 'map' ? current.entries.get('topology')?.value : undefined;
  if (kind?.kind === 'scalar' && kind.value === topology) return root;
  const place = { file: { name: '--topology', text: topology }, start: 0, end: topology.length };
  return replaceTarget(root, mapNode([['topology', textNode(topology, place)]], place));
}

function replaceTarget(root: SourceNode, target: SourceMap): SourceNode {
  if (root.kind !== 'map') return root;
  const entry: SourceEntry = { key: target.place, value: target };
  return { ...root, entries: new Map([...root.entries, ['target', entry]]) };
}
