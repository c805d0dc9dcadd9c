/** What only a person can do: pull a cable, switch a rack off. paystorm asks for it, and for the way back, and takes the time. */
import { z } from 'zod';
import { askPerson, canAsk } from '../../host/person.js';
import { messageOf, ToolError } from '../../kit/error.js';
import { describeTargets, mentionsOf, oneTarget, resolveTargets, targetShape } from '../../kit/fault-targets.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultKind, FaultTargets } from '../../model/fault.js';
import { fillAim, fillText, namesNode, placeFor } from './words/steps.js';
import { nothingToEnd, UnderWay } from './words/under-way.js';

const sentence = z.string().min(1).max(500);
const settings = z
  .strictObject({
    node: targetShape.node.describe('Name of the node that is meant; {node}, {zone}, {host} and {port} stand for it.'),
    zone: targetShape.zone,
    do: sentence.describe('What is to be done, as a person is told: `pull the network cable of {node}`.'),
    undo: sentence.describe('The way back: `plug the network cable of {node} in again`.'),
    timeout: durationBetween({ min: 1_000, max: 3_600_000 })
      .prefault('2m')
      .describe('Longest wait for the person, at the injection and at the heal.'),
  })
  .refine(oneTarget.check, oneTarget.message);
type Settings = z.output<typeof settings>;

/** What was said to be done. */
const done = new UnderWay<AsyncDisposable>();

export const manual: FaultKind<Settings> = {
  kind: 'manual',
  summary:
    'Asks the person at the terminal to break something, and to mend it again to heal; paystorm takes the times.',
  label: 'done by hand',
  requires: ['outside'],
  outlivesServers: () => true,
  isOnce: true,
  settings,
  describe: ({ do: what, undo, ...aim }) =>
    `asks a person to ${fillAim(what, aim)} (${describeTargets(aim)}), and to ${fillAim(undo, aim)} to heal`,
  mentions: mentionsOf,
  injectTimeoutMs: ({ timeout }) => timeout,
  healTimeoutMs: ({ timeout }) => timeout + 10_000,
  isAimedAsWritten: (chosen) => !namesNode([{ argv: [chosen.do] }]),
  byHand: (chosen, targets) => lines(chosen.undo, targets),
  async obstacle() {
    if (await canAsk()) return null;
    const alternative = 'Run it in the foreground of a terminal, or use exec, which asks nobody.';
    return { reason: 'There is no terminal at which a person could be asked.', alternative };
  },
  resolve(chosen, cluster) {
    const nodes = resolveTargets(chosen, cluster);
    return { nodes, place: placeFor(nodes, cluster, '') };
  },
  async inject(context) {
    const { settings: chosen, targets, signal } = context;
    await askPerson({ text: `Now: ${lines(chosen.do, targets).join('; ')}.`, timeoutMs: chosen.timeout, signal });
    done.begin(context, () => nothingToEnd);
  },
  isEffective: async (context) => done.find(context) !== undefined,
  async heal(context) {
    const { settings: chosen, targets } = context;
    const text = `Back again: ${lines(chosen.undo, targets).join('; ')}.`;
    try {
      await askPerson({ text, timeoutMs: chosen.timeout });
    } catch (cause) {
      throw new ToolError('healFailed', messageOf(cause), 'Do it, then run: paystorm heal', { cause });
    }
    await done.end(context);
  },
};

/** For each node; once, where it is the same for all. */
function lines(text: string, { place }: FaultTargets): readonly string[] {
  return [...new Set((place?.nodes ?? []).map((node) => fillText(text, node)))];
}
