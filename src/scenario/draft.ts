/** What can be understood of a scenario, part by part, even where other parts are wrong: the checks across parts look at it, so that all problems come at once. */
import type { RateOverTime } from '../kit/rate-literal.js';
import { momentSchema } from '../kit/word-schema.js';
import type { BugSettings } from '../model/bug.js';
import type { FaultKind } from '../model/fault.js';
import type { Catalog } from '../model/registry.js';
import type { FaultSettings, Mix, PhaseSettings, ShapeSettings } from '../model/scenario.js';
import type { NodeName, TopologyKind } from '../model/topology.js';
import { presetMix } from './mix-presets.js';
import type { ScenarioSchema } from './schema/scenario-schema.js';
import type { KindRecord } from '../kit/union-by-kind.js';
import { salvage } from './schema/salvage.js';
import { childOf, nodeAt, toPlain, type SourceNode } from './source.js';

export interface Draft {
  readonly root: SourceNode;
  readonly target: {
    readonly kind: TopologyKind;
    readonly settings: unknown;
    readonly nodes: readonly NodeName[];
  } | null;
  readonly phases: readonly DraftItem<PhaseSettings>[];
  readonly faults: readonly DraftFaultItem[];
  /** As written; null when it cannot be understood. */
  readonly blastRadius: { readonly nodes_at_once?: number | undefined; readonly beyond_tolerance: boolean } | null;
  /** Operations with a positive weight; null when the mix cannot be understood. */
  readonly mix: Mix | null;
}

export interface DraftItem<Settings> {
  /** As written, or by default; null where even that is unclear. */
  readonly name: string | null;
  readonly settings: Settings | null;
}

export interface DraftFaultItem extends DraftItem<FaultSettings & { readonly definition: FaultKind }> {
  /** Which its moment is counted from, whatever is wrong with the rest; null for the start, or where that is unclear. */
  readonly phase: string | null;
}

export function draftScenario(root: SourceNode, schema: ScenarioSchema, catalog: Catalog): Draft {
  const { traffic, faults, blast_radius: radiusSchema } = schema.shape;
  const radius = salvage(radiusSchema, plainAt(root, ['blast_radius']));
  const mix = salvage(traffic.shape.mix, plainAt(root, ['traffic', 'mix']));
  const phaseSchema = traffic.shape.phases.element;
  const faultSchema = faults.unwrap().element;
  return {
    root,
    target: targetOf(root, schema, catalog),
    phases: itemsAt(root, ['traffic', 'phases']).map((node) => {
      const phase = salvage(phaseSchema, toPlain(node));
      return { name: textAt(node, 'name'), settings: phase.success ? phaseOf(phase.data, catalog) : null };
    }),
    faults: itemsAt(root, ['faults']).map((node) => {
      const fault = salvage(faultSchema, toPlain(node));
      const name = textAt(node, 'name') ?? textAt(node, 'fault');
      return { name, phase: phaseAt(node), settings: fault.success ? faultOf(fault.data, catalog) : null };
    }),
    blastRadius: radius.success ? radius.data : null,
    mix: mix.success ? weightsOf(mix.data, catalog) : null,
  };
}

/** Null when it cannot be understood. */
export function targetOf(root: SourceNode, schema: ScenarioSchema, catalog: Catalog): Draft['target'] {
  const decoded = salvage(schema.shape.target, plainAt(root, ['target']));
  return decoded.success ? draftTarget(decoded.data, catalog) : null;
}

function draftTarget(decoded: KindRecord, catalog: Catalog): Draft['target'] {
  const { topology, bugs, ...own } = decoded;
  const kind = catalog.topologies.get(String(topology));
  const settings = bugs === undefined ? own : { ...own, bugs: (bugs as readonly KindRecord[]).map(bugOf) };
  return { kind, settings, nodes: kind.nodes(settings) };
}

function bugOf({ bug, from, to, ...settings }: KindRecord): BugSettings {
  return { kind: String(bug), settings, fromMs: from as number, toMs: to === undefined ? null : (to as number) };
}

function phaseOf(decoded: KindRecord, catalog: Catalog): PhaseSettings {
  const { name, for: durationMs, warmup, mix, shape, rate, ...settings } = decoded;
  const common = {
    name: String(name),
    durationMs: durationMs as number,
    isWarmup: typeof warmup === 'boolean' ? warmup : name === 'warmup',
    ...(mix === undefined ? {} : { mix: weightsOf(mix, catalog) }),
  };
  if (rate === undefined) return { ...common, shape: String(shape), settings };
  const [first, ...plus] = (Array.isArray(rate) ? rate : [rate]).map((part) => shapeOf(part as RatePart));
  return { ...common, ...(first as ShapeSettings), ...(plus.length === 0 ? {} : { plus }) };
}

type RatePart = RateOverTime | KindRecord;

function shapeOf(part: RatePart): ShapeSettings {
  if ('shape' in part) {
    const { shape, ...settings } = part;
    return { shape: String(shape), settings };
  }
  const rate = part as RateOverTime;
  if (rate.kind === 'constant') return { shape: 'constant', settings: { rate: rate.perSecond } };
  const { fromPerSecond: from, toPerSecond: to, overMs } = rate;
  return { shape: 'ramp', settings: overMs === null ? { from, to } : { from, to, over: overMs } };
}

function faultOf(decoded: KindRecord, catalog: Catalog): FaultSettings & { readonly definition: FaultKind } {
  const { name, fault, at, heal, ...settings } = decoded;
  const kind = String(fault);
  return {
    name: typeof name === 'string' ? name : kind,
    kind,
    settings,
    at: at as FaultSettings['at'],
    healAfterMs: heal === undefined ? null : (heal as number),
    definition: catalog.faults.get(kind),
  };
}

function weightsOf(decoded: unknown, catalog: Catalog): Mix {
  const known = catalog.operations.all.map((operation) => operation.kind);
  if (typeof decoded === 'string') return presetMix(decoded, known);
  const weights = Object.entries(decoded as Mix);
  return Object.fromEntries(weights.filter(([, weight]) => weight > 0));
}

function plainAt(root: SourceNode, path: readonly string[]): unknown {
  const node = nodeAt(root, path);
  return node === undefined ? undefined : toPlain(node);
}

function itemsAt(root: SourceNode, path: readonly string[]): readonly SourceNode[] {
  const node = nodeAt(root, path);
  return node?.kind === 'list' ? node.items : [];
}

function phaseAt(fault: SourceNode): string | null {
  return momentSchema.safeParse(plainAt(fault, ['at'])).data?.phase ?? null;
}

function textAt(node: SourceNode, key: string): string | null {
  const child = childOf(node, key);
  return child?.kind === 'scalar' && typeof child.value === 'string' ? child.value : null;
}
