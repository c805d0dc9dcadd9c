/** Says what a plan breaks or changes on purpose, for how long, and what bounds it. */
import { nodesBroken, toleratedLosses } from '../kit/blast-radius.js';
import { printDuration } from '../kit/duration.js';
import { counted, formatClock } from '../kit/format.js';
import { foresee, type Outlook } from '../kit/outlook.js';
import { limits } from '../model/limits.js';
import type { Plan, ScheduledFault } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { orderLines, ordersOf } from './orders.js';

export function describeFaults(plan: Plan, catalog: Catalog): readonly string[] {
  if (plan.faults.length === 0) return ['None: nothing is broken on purpose.'];
  const outlooks = outlooksOf(plan, catalog);
  return plan.faults.flatMap((fault, index) => {
    const orders = ordersOf(fault, plan, catalog);
    const lines = orders === null ? [] : orderLines(orders);
    const undoneBy = outlooks[index]?.undoneBy ?? null;
    const until = undoneBy === null ? null : (plan.faults[undoneBy] ?? null);
    return [
      `${beginOf(fault, plan, catalog)}. ${endOf(fault, until)}${waitOf(fault, catalog)}`,
      ...lines.map((line) => `  ${line}`),
    ];
  });
}

function beginOf({ name, kind, settings, injectAtMs }: ScheduledFault, { phases }: Plan, catalog: Catalog): string {
  const phase = phases.find((each) => injectAtMs >= each.startMs && injectAtMs < each.endMs);
  const when = `${clock(injectAtMs)} (${printDuration(injectAtMs - (phase?.startMs ?? 0))} into ${phase?.name ?? 'the run'})`;
  return `${name}: at ${when}, ${catalog.faults.get(kind).describe(settings)}`;
}

function endOf({ injectAtMs, healAtMs, stays }: ScheduledFault, until: ScheduledFault | null): string {
  if (stays === true) return `It stays so${until === null ? '' : ` until ${until.name}`}.`;
  return `The heal comes at ${clock(healAtMs)}, ${printDuration(healAtMs - injectAtMs)} later, and on every way out of the run.`;
}

function waitOf({ kind, settings }: ScheduledFault, catalog: Catalog): string {
  if (catalog.faults.get(kind).endsByTimeOnly?.(settings) !== true) return '';
  return ' Only time ends it: a heal that comes sooner waits until then.';
}

/** What bounds the faults; nothing where there is none. */
export function describeSafety(plan: Plan, catalog: Catalog): readonly string[] {
  const target = targetOf(plan, catalog);
  const nodes = target.kind.nodes(target.settings);
  const strikes = strikesOf(plan, catalog);
  const breaking = strikes.filter(({ kind }) => kind.requires.length > 0);
  if (breaking.length === 0) return [];
  const broken = Math.max(...nodesBroken(strikes, nodes));
  const healMs = Math.max(limits.healMsMax, ...breaking.map(healMsOf));
  const members = outlooksOf(plan, catalog).map((outlook) => outlook.members.length);
  const tolerated = Math.min(...members.map((count) => toleratedLosses(target, count)));
  const may = plan.scenario.blastRadius.nodesAtOnceMax;
  const spared =
    tolerated === 0
      ? 'The target has no node to spare: without one, nobody is served.'
      : `The target serves on with up to ${counted(tolerated, 'node')} lost.`;
  const most =
    broken === 0
      ? 'No node is broken'
      : `At most ${broken} of ${counted(nodes.length, 'node')} ${broken === 1 ? 'is' : 'are'} broken at the same time`;
  return [
    `${most}; the scenario allows ${may === 0 ? 'none' : may}. ${spared}`,
    `Where the cluster is not whole nothing more is broken, unless the plan itself lets faults overlap. Each heal may take up to ${printDuration(healMs)}; if the runner dies, its watchdog heals.`,
  ];
}

function healMsOf({ kind, settings, injectAtMs, healAtMs }: ReturnType<typeof strikesOf>[number]): number {
  const ownMs = kind.healTimeoutMs?.(settings) ?? 0;
  if (kind.endsByTimeOnly?.(settings) !== true) return ownMs;
  return Math.max(limits.healMsMax, ownMs) + healAtMs - injectAtMs;
}

function outlooksOf(plan: Plan, catalog: Catalog): readonly Outlook[] {
  return foresee(strikesOf(plan, catalog), targetOf(plan, catalog));
}

function strikesOf({ faults }: Plan, catalog: Catalog) {
  return faults.map((fault) => ({ ...fault, kind: catalog.faults.get(fault.kind) }));
}

function targetOf({ scenario }: Plan, catalog: Catalog) {
  const { topology, settings } = scenario.target;
  return { kind: catalog.topologies.get(topology), settings };
}

/** With tenths where they matter. */
function clock(timeMs: number): string {
  return formatClock(timeMs, timeMs % 1000 === 0 ? 0 : 1);
}
