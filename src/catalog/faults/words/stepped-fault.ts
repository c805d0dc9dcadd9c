/** A fault made of commands and statements: what others run is broken and mended by the tools that they have for it. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { whatIsMissing } from '../../../host/given-command.js';
import { eachTarget } from '../../../kit/each-target.js';
import { mentionsOf, resolveTargets, targetShape } from '../../../kit/fault-targets.js';
import { durationBetween } from '../../../kit/literal-schema.js';
import type { FaultKind, Mentions, Obstacle, Orders, OrderSite } from '../../../model/fault.js';
import type { Capability } from '../../../model/topology.js';
import { checkPlaceholders } from './placeholders.js';
import { oncePerNode, placesOf, type RoundSettings } from './step-orders.js';
import { carryOutAll, undoAll, undoTimeoutMs } from './step-rounds.js';
import { awaitEffect, awaitEnd, lookAt, unanswered } from './step-sights.js';
import { lineOf, namesNode, placeFor, textual, type Script, type Step, type StepPlace } from './steps.js';
import { nothingToEnd, UnderWay } from './under-way.js';

export const steppedShape = {
  node: targetShape.node.describe('Name of the node that is meant; {node}, {zone}, {host} and {port} stand for it.'),
  zone: targetShape.zone.describe('Every node of this zone is meant, each with orders of its own where these name it.'),
  timeout: durationBetween({ min: 100, max: 600_000 })
    .prefault('30s')
    .describe('Longest that one order may take, and that its effect is waited for.'),
};

/** One node's name among the settings of a fault, which stands for the node itself unless something else is said. */
export const nameShape = (what: string) =>
  z.string().min(1).default('{node}').describe(`${what}; the name of the node when left out.`);

export interface StepSettings extends RoundSettings {
  readonly node?: string | undefined;
  readonly zone?: string | undefined;
  readonly cwd?: string | undefined;
}

export interface SteppedDefinition<Settings extends StepSettings> extends Pick<
  FaultKind<Settings>,
  'kind' | 'summary' | 'label' | 'settings' | 'takes' | 'describe' | 'keepsReferences'
> {
  /** `administration` for one that sends statements. */
  readonly requires?: readonly Capability[];
  readonly script: (settings: Settings) => Script;
}

export function steppedFault<Settings extends StepSettings>(
  definition: SteppedDefinition<Settings>,
): FaultKind<Settings> {
  const { script, requires = [], ...own } = definition;
  /** Faults without a check, node by node: their orders were carried out here. */
  const begun = new UnderWay<AsyncDisposable>();
  return {
    ...own,
    settings: own.settings.check(checkPlaceholders),
    requires: ['outside', ...requires],
    outlivesServers: () => true,
    mentions: (settings) => mentionsIn(script(settings), settings),
    // Its effect is waited for, too, and the last look may take as long as any.
    injectTimeoutMs: (settings) => (script(settings).inject.length + 2) * settings.timeout,
    // Its end is waited for, and looked at once more.
    healTimeoutMs: (settings) => undoTimeoutMs(undoingOf(script(settings)), settings) + 3 * settings.timeout,
    isAimedAsWritten: (settings) => !namesNode(script(settings).inject),
    obstacle: (settings) => obstacleOf(script(settings)),
    orders: (settings, site) => ordersOf(script(settings), settings, site),
    byHand: (settings, targets) => linesOf(undoingOf(script(settings)), placesOf(targets, 0)),
    resolve(settings, cluster) {
      const nodes = resolveTargets(settings, cluster);
      return { nodes, place: placeFor(nodes, cluster, resolve(settings.cwd ?? '.')) };
    },
    async inject(context) {
      await carryOutAll(script(context.settings).inject, context);
      for (const each of eachTarget(context)) begun.begin(each, () => nothingToEnd);
      const { check } = script(context.settings);
      if (check !== null) await awaitEffect(check, context);
    },
    isSeenOnEach: true,
    async isEffective(context) {
      const { check } = script(context.settings);
      if (check === null) return eachTarget(context).every((each) => begun.find(each) !== undefined);
      const sights = await lookAt(check, placesOf(context.targets, 0), context);
      if (sights.includes('unknown')) throw new Error(unanswered(check, context));
      return sights.length > 0 && sights.every((sight) => sight === 'seen');
    },
    async heal(context) {
      const { check, ...ordered } = script(context.settings);
      await undoAll(undoingOf(ordered), check, context);
      for (const each of eachTarget(context)) await begun.end(each);
      if (check !== null) await awaitEnd(check, context);
    },
  };
}

function undoingOf({ heal }: Pick<Script, 'heal'>): readonly Step[] {
  return 'none' in heal ? [] : heal;
}

function ordersOf(ordered: Script, settings: StepSettings, { nodes, lastsMs }: OrderSite): Orders {
  const { inject, check } = ordered;
  const meant = nodes.filter(({ name, zone }) => name === settings.node || zone === settings.zone);
  const places = meant.map((node) => ({ node, lastsMs }));
  return {
    inject: linesOf(inject, places),
    check: linesOf(check === null ? [] : [check.step], places),
    heal: linesOf(undoingOf(ordered), places),
  };
}

function linesOf(steps: readonly Step[], places: readonly StepPlace[]): readonly string[] {
  return oncePerNode(steps, places)
    .flat()
    .map(({ step }) => lineOf(step));
}

/** The nodes that are told something must be there as well as those that are meant. */
function mentionsIn(ordered: Script, settings: StepSettings): Mentions {
  const steps = [...ordered.inject, ...undoingOf(ordered)];
  return { ...mentionsOf(settings), told: steps.flatMap((step) => ('sql' in step ? (step.on ?? []) : [])) };
}

/** Everything that is missing, at once. */
async function obstacleOf(ordered: Script): Promise<Obstacle | null> {
  const { inject, check } = ordered;
  const steps = [...inject, ...undoingOf(ordered), ...(check === null ? [] : [check.step])];
  const commands = steps.flatMap((step) => ('sql' in step ? [] : [textual(step)]));
  const missing = [...new Set((await Promise.all(commands.map(whatIsMissing))).flat())];
  if (missing.length === 0) return null;
  const reason = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not found on this machine.`;
  return { reason, alternative: 'Install what is missing, or say where it is.' };
}
