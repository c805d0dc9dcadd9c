/** Carries out the steps of a fault for all its nodes, undoes them, and looks for their effect. */
import { pollUntil } from '../../../kit/abort.js';
import { createSystemClock } from '../../../kit/clock.js';
import { messageOf, ToolError } from '../../../kit/error.js';
import type { FaultContext, FaultTargets, InjectionContext } from '../../../model/fault.js';
import { limits } from '../../../model/limits.js';
import { carryOut, fillStep, lineOf, type Check, type Step, type StepPlace } from './steps.js';

/** A failing command is tried so often, because a line may be bad for a moment; then a person has to see to it. */
export const healTries = 3;
const againAfterMs = 1_000;
const lookEveryMs = 200;

export interface RoundSettings {
  /** Milliseconds, for each step, and for its effect. */
  readonly timeout: number;
}

type Context = FaultContext<RoundSettings>;

/** For each node the steps in their order; those that come out the same for several nodes are there once. */
export function oncePerNode(steps: readonly Step[], places: readonly StepPlace[]): readonly (readonly Step[])[] {
  const known = new Set<string>();
  return places.map((place) =>
    steps
      .map((step) => fillStep(step, place))
      .filter((step) => {
        const line = lineOf(step);
        return !known.has(line) && known.add(line);
      }),
  );
}

export function placesOf(targets: FaultTargets, lastsMs: number): readonly StepPlace[] {
  const { nodes = [], directory } = targets.place ?? {};
  return nodes.filter(({ name }) => targets.nodes.includes(name)).map((node) => ({ node, lastsMs, directory }));
}

/** On all nodes at once, on each in order. Rejects with the last words of what did not end with 0. */
export async function carryOutAll(steps: readonly Step[], context: InjectionContext<RoundSettings>): Promise<void> {
  const { settings, signal, tell, boundMs, cluster } = context;
  const lists = oncePerNode(steps, placesOf(context.targets, Math.max(0, boundMs - limits.boundGraceMs)));
  const options = { cluster, timeoutMs: settings.timeout, signal };
  const results = await Promise.allSettled(
    lists.map(async (list, index) => {
      for (const step of list) {
        const { words } = await mustEnd(step, options);
        if (words !== '') tell(context.targets.nodes[index] ?? '', `${lineOf(step)}: ${words}`);
      }
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function mustEnd(step: Step, options: Parameters<typeof carryOut>[1]) {
  const end = await carryOut(step, options).catch((cause: unknown) => {
    throw new Error(`${lineOf(step)}: ${messageOf(cause)}`, { cause });
  });
  if (end.code === 0) return end;
  options.signal?.throwIfAborted();
  const late = `did not end within ${options.timeoutMs / 1_000} s${end.isLeft === true ? ', and could not be ended' : ''}`;
  const how = end.code === null ? late : `ended with ${end.code}`;
  throw new Error(`${lineOf(step)} ${how}${end.words === '' ? '' : `: ${end.words}`}`);
}

/** A revert that fails where nothing is left to revert has done its work. */
export async function undoAll(steps: readonly Step[], check: Check | null, context: Context): Promise<void> {
  const { cluster, settings } = context;
  const clock = createSystemClock();
  let cause: unknown = null;
  const undo = (step: Step) => async (): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await mustEnd(step, { cluster, timeoutMs: settings.timeout });
        return;
      } catch (error) {
        if (check !== null && !(await isSeen(check, context).catch(() => true))) return;
        cause = error;
        if (tries === healTries) throw error;
        await clock.sleep(againAfterMs);
      }
    }
  };
  const lists = oncePerNode(steps, placesOf(context.targets, 0));
  const results = await Promise.allSettled(
    lists.map(async (list) => {
      for (const step of list) await undo(step)();
    }),
  );
  if (results.every((result) => result.status === 'fulfilled')) return;
  const byHand = lists.flat().map(lineOf).join('\n    ');
  throw new ToolError(
    'healFailed',
    `${messageOf(cause)}\n  Undo it by hand:\n    ${byHand}`,
    'Then run: paystorm heal',
    { cause },
  );
}

/** On every node. */
export async function isSeen({ step, shows = ({ code }) => code === 0 }: Check, context: Context): Promise<boolean> {
  const { cluster, settings, signal } = context;
  const steps = oncePerNode([step], placesOf(context.targets, 0)).flat();
  const answers = await Promise.all(
    steps.map((each) => carryOut(each, { cluster, timeoutMs: settings.timeout, signal })),
  );
  return answers.length > 0 && answers.every(shows);
}

/** False when it did not come, or go, in time. */
export function awaitEffect(check: Check, isWanted: boolean, context: Context): Promise<boolean> {
  const { settings, signal } = context;
  const options = { clock: createSystemClock(), timeoutMs: settings.timeout, everyMs: lookEveryMs, signal };
  return pollUntil(async () => (await isSeen(check, context)) === isWanted, options);
}
