/** A scenario's values together with where each was written, so that every later complaint can point at its line. */

export interface SourceFile {
  /** As people know it: the path they gave, or the option's name. */
  readonly name: string;
  readonly text: string;
}

export interface Place {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

export type SourceNode = SourceScalar | SourceList | SourceMap;

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly place: Place;
  /** Plain scalars are typed by their text, also after a variable was put in; quoted ones stay text. */
  readonly isPlain: boolean;
  /** Whether the value came from the environment: then it may be secret and is never quoted in a message. */
  readonly isSecret: boolean;
}

export interface SourceList {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly place: Place;
}

export interface SourceMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, SourceEntry>;
  readonly place: Place;
}

export interface SourceEntry {
  readonly key: Place;
  readonly value: SourceNode;
}

export type Path = readonly (string | number)[];

/** The same values without places. Keys are own properties whatever their name. */
export function toPlain(node: SourceNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toPlain);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toPlain(value)]));
    default:
      return node satisfies never;
  }
}

export function childOf(node: SourceNode | undefined, step: string | number): SourceNode | undefined {
  if (node?.kind === 'map') return node.entries.get(String(step))?.value;
  if (node?.kind === 'list') return node.items[Number(step)];
  return undefined;
}

/** The node at a path, undefined where the file says nothing. */
export function nodeAt(root: SourceNode, path: Path): SourceNode | undefined {
  return path.reduce<SourceNode | undefined>(childOf, root);
}

/** Where to point for a path: the value if it is there, else the first line of the closest thing around it. */
export function placeAt(root: SourceNode, path: Path): Place {
  let node = root;
  let place = headOf(root.place);
  for (const [depth, step] of path.entries()) {
    const next = childOf(node, step);
    if (next === undefined) return place;
    const entry = node.kind === 'map' ? node.entries.get(String(step)) : undefined;
    const isLast = depth === path.length - 1;
    place = isLast && next.kind === 'scalar' ? next.place : (entry?.key ?? headOf(next.place));
    node = next;
  }
  return place;
}

/** Where to point for a key that should not be there. */
export function keyPlaceAt(root: SourceNode, path: Path, key: string): Place {
  const node = nodeAt(root, path);
  return (node?.kind === 'map' ? node.entries.get(key)?.key : undefined) ?? placeAt(root, path);
}

/** The first line of a place. */
function headOf({ file, start, end }: Place): Place {
  const lineEnd = file.text.indexOf('\n', start);
  return { file, start, end: lineEnd === -1 ? end : Math.min(end, lineEnd) };
}

export function textNode(value: string, place: Place): SourceScalar {
  return { kind: 'scalar', value, place, isPlain: false, isSecret: false };
}

export function mapNode(entries: readonly (readonly [string, SourceNode])[], place: Place): SourceMap {
  return { kind: 'map', entries: new Map(entries.map(([key, value]) => [key, { key: value.place, value }])), place };
}

/** The path with the key, if the thing there has it; else the thing itself. */
export function positionedPath(root: SourceNode, path: Path, key: string): Path {
  return nodeAt(root, [...path, key]) === undefined ? path : [...path, key];
}
