/** Reads the gates of a scenario, short and long form, each complaint pointing into the gate's own text. */
import type { Gate } from '../../model/gate.js';
import type { Report } from '../overlay.js';
import { problemAt } from '../problem.js';
import { gateObject, type GateObject } from '../schema/gate-object.js';
import {
  childOf,
  nodeAt,
  placeAt,
  toPlain,
  type Path,
  type Place,
  type SourceList,
  type SourceNode,
} from '../source.js';
import { parseGate, wholeRun } from './parse-gate.js';
import { gatePresets } from './presets.js';
import { printGate } from './print-gate.js';

export interface ReadGate {
  readonly gate: Gate;
  readonly hasScope: boolean;
  /** Its limit or window could not be understood, and a problem says so; the rest of it can be checked. */
  readonly isPartial: boolean;
  /** Points at a part of the gate: a word of its text, or a key of the long form. */
  readonly placeOf: (word: string) => Place;
}

/** One entry per gate, null where it could not be understood. `faults` are those that recovery is judged from. Those of a preset that the scenario writes itself are there once. */
export function readGates(root: SourceNode, faults: readonly string[], report: Report): readonly (ReadGate | null)[] {
  const list = nodeAt(root, ['gates']);
  if (list?.kind !== 'list') return [];
  const written = readWritten(list, root, report);
  const known = new Set(written.map((each) => each?.gate.text));
  return [
    ...written,
    ...readPresets(list, faults, report).filter(({ gate }) => !known.has(gate.text) && known.add(gate.text)),
  ];
}

function readWritten(list: SourceList, root: SourceNode, report: Report): readonly (ReadGate | null)[] {
  return list.items.map((node, index) => {
    if (childOf(node, 'preset') !== undefined) return null;
    if (node.kind !== 'map') return typeof toPlain(node) === 'string' ? readText(root, ['gates', index], report) : null;
    const decoded = gateObject.safeParse(toPlain(node));
    const read = readText(root, ['gates', index, 'gate'], report);
    return !decoded.success || read === null ? null : addKeys(read, decoded.data, { root, index, report });
  });
}

function readPresets(list: SourceList, faults: readonly string[], report: Report): readonly ReadGate[] {
  return list.items.flatMap((node) => {
    const named = childOf(node, 'preset');
    const preset = named?.kind === 'scalar' ? gatePresets[String(named.value)] : undefined;
    if (named === undefined || preset === undefined) return [];
    if (preset.needsFault === true && faults.length === 0) {
      const message = `The preset judges how the service recovers, and the scenario has no fault.`;
      report(problemAt(named.place, { message, remedy: 'Add a fault, or write "preset: money".' }));
      return [];
    }
    return preset.gates(faults).map((text): ReadGate => {
      const result = parseGate(text);
      if (!result.ok) throw new Error(`The gate of a preset is none: ${text}`);
      return { ...result, isPartial: false, placeOf: () => named.place };
    });
  });
}

function readText(root: SourceNode, path: Path, report: Report): ReadGate | null {
  const node = nodeAt(root, path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return null;
  const text = node.value;
  const result = parseGate(text);
  const whole = placeAt(root, path);
  for (const { offset, length, ...words } of result.ok ? [] : result.problems) {
    report(problemAt(partOf(whole, text, { offset, length }), words));
  }
  const understood = result.ok ? result : result.understood;
  if (understood === null) return null;
  const placeOf = (word: string): Place => {
    const offset = new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w-])`, 'u').exec(text)?.index ?? -1;
    return offset === -1 ? whole : partOf(whole, text, { offset, length: word.length });
  };
  return { gate: understood.gate, hasScope: understood.hasScope, isPartial: !result.ok, placeOf };
}

interface ObjectContext {
  readonly root: SourceNode;
  readonly index: number;
  readonly report: Report;
}

function addKeys(read: ReadGate, keys: GateObject, { root, index, report }: ObjectContext): ReadGate | null {
  const { gate } = read;
  const placeOfKey = (key: string): Place => placeAt(root, ['gates', index, key]);
  const clashes = [
    read.hasScope && keys.during !== undefined ? 'during' : null,
    read.hasScope && keys.after !== undefined ? 'after' : null,
    keys.during !== undefined && keys.after !== undefined ? 'after' : null,
    gate.forMs !== null && keys.for !== undefined ? 'for' : null,
    gate.withinMs !== null && keys.within !== undefined ? 'within' : null,
    keys.for !== undefined && keys.within !== undefined ? 'within' : null,
  ].filter((key) => key !== null);
  for (const key of new Set(clashes)) {
    const message = `The gate already says when it is judged, and "${key}" says it again.`;
    report(problemAt(placeOfKey(key), { message, remedy: 'Keep one of them.' }));
  }
  if (clashes.length > 0) return null;
  const changed: Gate = {
    ...gate,
    name: keys.name ?? null,
    scope: scopeOf(keys) ?? gate.scope,
    forMs: keys.for ?? gate.forMs,
    withinMs: keys.within ?? gate.withinMs,
    onBreach: keys.on_breach,
    graceMs: keys.grace,
  };
  const hasScope = read.hasScope || keys.during !== undefined || keys.after !== undefined;
  const placeOf = (word: string): Place => {
    const key =
      (['during', 'after'] as const).find((each) => keys[each] === word) ??
      (['for', 'within'] as const).find((each) => each === word && keys[each] !== undefined);
    return key === undefined ? read.placeOf(word) : placeOfKey(key);
  };
  return {
    gate: { ...changed, text: hasScope ? printGate(changed) : gate.text },
    hasScope,
    isPartial: read.isPartial,
    placeOf,
  };
}

function scopeOf({ during, after }: GateObject): Gate['scope'] | null {
  if (after !== undefined) return { kind: 'after', fault: after };
  if (during === undefined) return null;
  return during === wholeRun ? { kind: 'run' } : { kind: 'during', phase: during };
}

/** Inside the file's text where the scalar stands there as it is; else the whole scalar. */
function partOf(
  place: Place,
  text: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Place {
  const index = place.file.text.slice(place.start, place.end).indexOf(text);
  if (index === -1 || text === '') return place;
  const start = place.start + index + offset;
  return { ...place, start, end: start + length };
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}
