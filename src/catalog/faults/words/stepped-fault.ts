/** A fault made of commands and statements: what others run is broken and mended by the tools that they have for it. */
import { z } from 'zod';
import { whatIsMissing } from '../../../host/given-command.js';
import { mentionsOf, targetShape } from '../../../kit/fault-targets.js';
import { durationBetween } from '../../../kit/literal-schema.js';
import type { FaultKind, Mentions, Obstacle, Orders, OrderSite } from '../../../model/fault.js';
import type { Capability } from '../../../model/topology.js';
import { checkPlaceholders } from './placeholders.js';
import { StepActs, type StepScripts, type StepSettings } from './step-acts.js';
import { placesOf, roundsOf, type StepsAt } from './step-orders.js';
import { undoTimeoutMs } from './step-rounds.js';
import { lineOf, namesNode, textual, undoingOf, type Script, type Step, type StepPlace } from './steps.js';

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

export interface SteppedDefinition<Settings extends StepSettings>
  extends
    Pick<FaultKind<Settings>, 'kind' | 'summary' | 'label' | 'settings' | 'takes' | 'describe' | 'separates'>,
    Pick<FaultKind<Settings>, 'keepsReferences'>,
    StepScripts<Settings> {
  /** `administration` for one that sends statements. */
  readonly requires?: readonly Capability[];
}

export function steppedFault<Settings extends StepSettings>(
  definition: SteppedDefinition<Settings>,
): FaultKind<Settings> {
  const { script, requires = [], ...own } = definition;
  const acts = new StepActs(definition);
  return {
    ...own,
    settings: own.settings.check(checkPlaceholders),
    requires: ['outside', ...requires],
    outlivesServers: () => true,
    mentions: (settings) => mentionsIn(script(settings), settings),
    injectTimeoutMs: (settings) => injectTimeoutOf(script(settings), settings),
    // Its end is waited for, and looked at once more.
    healTimeoutMs: (settings) => undoTimeoutMs(undoingOf(script(settings)), settings) + 3 * settings.timeout,
    isAimedAsWritten: (settings) => !namesNode(script(settings).inject),
    obstacle: (settings) => obstacleOf(script(settings)),
    orders: (settings, site) => ordersOf(script(settings), settings, site),
    byHand: (settings, targets) => linesOf(({ former }) => undoingOf(script(settings, former)), placesOf(targets, 0)),
    resolve: (settings, cluster, options) => acts.resolve(settings, cluster, options),
    inject: (context) => acts.inject(context),
    isSeenOnEach: true,
    isEffective: (context) => acts.isEffective(context),
    heal: (context) => acts.heal(context),
  };
}

function ordersOf(ordered: Script, settings: StepSettings, { nodes, lastsMs }: OrderSite): Orders {
  const { inject } = ordered;
  const meant = nodes.filter(({ name, zone }) => name === settings.node || zone === settings.zone);
  const places = meant.map((node) => ({ node, lastsMs }));
  return {
    inject: linesOf(() => inject, places),
    check: linesOf(() => looksOf(ordered), places),
    heal: linesOf(() => undoingOf(ordered), places),
  };
}

/** Its effect is waited for, too, and the last look may take as long as any; what a proof is compared with is asked first. */
function injectTimeoutOf({ inject, proof }: Script, { timeout }: StepSettings): number {
  return (inject.length + (proof === undefined ? 2 : 3)) * timeout;
}

/** All questions, before the injection and after it. */
function looksOf({ note, proof, check }: Script): readonly Step[] {
  return [note, proof, check].flatMap((look) => (look?.step === undefined ? [] : [look.step]));
}

function linesOf(stepsAt: StepsAt, places: readonly StepPlace[]): readonly string[] {
  const lines = roundsOf(stepsAt, places).flat();
  return [...new Set(lines.map(({ step }) => lineOf(step)))];
}

/** The nodes that are told something must be there as well as those that are meant. */
function mentionsIn(ordered: Script, settings: StepSettings): Mentions {
  const steps = [...ordered.inject, ...undoingOf(ordered)];
  return { ...mentionsOf(settings), told: steps.flatMap((step) => ('sql' in step ? (step.on ?? []) : [])) };
}

/** Everything that is missing, at once. */
async function obstacleOf(ordered: Script): Promise<Obstacle | null> {
  const steps = [...ordered.inject, ...undoingOf(ordered), ...looksOf(ordered)];
  const commands = steps.flatMap((step) => ('sql' in step ? [] : [textual(step)]));
  const missing = [...new Set((await Promise.all(commands.map(whatIsMissing))).flat())];
  if (missing.length === 0) return null;
  const reason = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not found on this machine.`;
  return { reason, alternative: 'Install what is missing, or say where it is.' };
}
