/** A fault made of commands and statements: what others run is broken and mended by the tools that they have for it. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { missingProgram } from '../../../host/given-command.js';
import { mentionsOf, resolveTargets, targetShape } from '../../../kit/fault-targets.js';
import { durationBetween } from '../../../kit/literal-schema.js';
import type { FaultKind, Mentions, Obstacle, Orders, OrderSite } from '../../../model/fault.js';
import type { Capability } from '../../../model/topology.js';
import {
  awaitEffect,
  carryOutAll,
  healTries,
  isSeen,
  oncePerNode,
  placesOf,
  undoAll,
  type RoundSettings,
} from './step-rounds.js';
import { lineOf, namesNode, placeFor, textual, type Script, type StepPlace } from './steps.js';
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
  /** Faults without a check: their orders were carried out here. */
  const begun = new UnderWay<AsyncDisposable>();
  return {
    ...own,
    requires: ['outside', ...requires],
    outlivesServers: () => true,
    mentions: (settings) => mentionsIn(script(settings), settings),
    // Its effect is waited for, too.
    injectTimeoutMs: (settings) => (script(settings).inject.length + 1) * settings.timeout,
    healTimeoutMs: ({ timeout }) => (healTries + 2) * timeout,
    isAimedAsWritten: (settings) => !namesNode(script(settings).inject),
    obstacle: (settings) => obstacleOf(script(settings)),
    orders: (settings, site) => ordersOf(script(settings), settings, site),
    byHand: (settings, targets) => linesOf(script(settings).heal, placesOf(targets, 0)),
    resolve(settings, cluster) {
      const nodes = resolveTargets(settings, cluster);
      return { nodes, place: placeFor(nodes, cluster, resolve(settings.cwd ?? '.')) };
    },
    async inject(context) {
      await carryOutAll(script(context.settings).inject, context);
      begun.begin(context, () => nothingToEnd);
      const { check } = script(context.settings);
      if (check !== null) await awaitEffect(check, true, context);
    },
    async isEffective(context) {
      const { check } = script(context.settings);
      return check === null ? begun.find(context) !== undefined : isSeen(check, context);
    },
    async heal(context) {
      const { heal, check } = script(context.settings);
      if (!('none' in heal)) await undoAll(heal, check, context);
      await begun.end(context);
      if (check !== null && !(await awaitEffect(check, false, context))) throw new Error('its effect is still there');
    },
  };
}

function ordersOf({ inject, heal, check }: Script, settings: StepSettings, { nodes, lastsMs }: OrderSite): Orders {
  const meant = nodes.filter(({ name, zone }) => name === settings.node || zone === settings.zone);
  const places = meant.map((node) => ({ node, lastsMs }));
  return {
    inject: linesOf(inject, places),
    check: linesOf(check === null ? [] : [check.step], places),
    heal: linesOf(heal, places),
  };
}

function linesOf(steps: Script['heal'], places: readonly StepPlace[]): readonly string[] {
  return 'none' in steps ? [] : oncePerNode(steps, places).flat().map(lineOf);
}

/** The nodes that are told something must be there as well as those that are meant. */
function mentionsIn({ inject, heal }: Script, settings: StepSettings): Mentions {
  const steps = [...inject, ...('none' in heal ? [] : heal)];
  return { ...mentionsOf(settings), told: steps.flatMap((step) => ('sql' in step ? (step.on ?? []) : [])) };
}

async function obstacleOf({ inject, heal, check }: Script): Promise<Obstacle | null> {
  const steps = [...inject, ...('none' in heal ? [] : heal), ...(check === null ? [] : [check.step])];
  for (const step of steps) {
    const missing = 'sql' in step ? null : await missingProgram(textual(step));
    if (missing !== null)
      return { reason: `${missing} is not found on this machine.`, alternative: 'Install it, or name it by its path.' };
  }
  return null;
}
