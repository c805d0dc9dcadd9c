/** Carries out the steps of a fault for all its nodes, and undoes them. */
import { createSystemClock } from '../../../kit/clock.js';
import { messageOf, ToolError } from '../../../kit/error.js';
import type { InjectionContext } from '../../../model/fault.js';
import { limits } from '../../../model/limits.js';
import {
  inOrder,
  placesOf,
  roundsOf,
  type Order,
  type OrderContext,
  type RoundSettings,
  type StepsAt,
} from './step-orders.js';
import { lookAt, type CheckAt } from './step-sights.js';
import { carryOut, lineOf, type Step } from './steps.js';

/** A failing command is tried so often, because a line may be bad for a moment; then a person has to see to it. */
const healTries = 3;
const againAfterMs = 1_000;

/** Rejects with the last words of what did not end with 0. */
export async function carryOutAll(stepsAt: StepsAt, context: InjectionContext<RoundSettings>): Promise<void> {
  const { settings, signal, tell, boundMs, cluster, noteCommand } = context;
  const options = { cluster, timeoutMs: settings.timeout, signal, onStart: noteCommand };
  await inOrder(roundsOf(stepsAt, placesOf(context.targets, lastsMsOf(boundMs))), async ({ step, places }) => {
    const { words } = await mustEnd(step, options);
    if (words !== '') tell(places[0]?.node.name ?? '', `${lineOf(step)}: ${words}`);
  });
}

/** From the injection to the planned heal. */
export function lastsMsOf(boundMs: number): number {
  return Math.max(0, boundMs - limits.boundGraceMs);
}

async function mustEnd(step: Step, options: Parameters<typeof carryOut>[1]) {
  options.signal?.throwIfAborted();
  const end = await carryOut(step, options).catch((cause: unknown) => {
    options.signal?.throwIfAborted();
    throw new Error(`${lineOf(step)}: ${messageOf(cause)}`, { cause });
  });
  if (end.code === 0) return end;
  options.signal?.throwIfAborted();
  const late = `did not end within ${options.timeoutMs / 1_000} s${end.isLeft === true ? ', and could not be ended' : ''}`;
  const how = end.code === null ? late : `ended with ${end.code}`;
  throw new Error(`${lineOf(step)} ${how}${end.words === '' ? '' : `: ${end.words}`}`);
}

/** Rejects with a ToolError when one of them failed again and again, while nobody could see that it had nothing to undo. */
export async function undoAll(stepsAt: StepsAt, checkAt: CheckAt | null, context: OrderContext): Promise<void> {
  const rounds = roundsOf(stepsAt, placesOf(context.targets, 0));
  await inOrder(rounds, (order) => undo(order, checkAt, context)).catch((cause: unknown) => {
    throw new ToolError('healFailed', messageOf(cause), 'Then run: paystorm heal', { cause });
  });
}

/** A revert that fails where nothing is left to revert has done its work. */
async function undo({ step, places }: Order, checkAt: CheckAt | null, context: OrderContext): Promise<void> {
  const { cluster, settings, signal } = context;
  const clock = createSystemClock();
  for (let tries = 1; ; tries += 1) {
    try {
      await mustEnd(step, { cluster, timeoutMs: settings.timeout, signal });
      return;
    } catch (error) {
      if (checkAt !== null && (await lookAt(checkAt, places, context)).every((sight) => sight === 'gone')) return;
      if (tries === healTries || signal.aborted) throw error;
      await clock.sleep(againAfterMs);
    }
  }
}

/** Longest that these may take to undo, one after the other, each tried and looked at as often as it may be. */
export function undoTimeoutMs(steps: readonly Step[], { timeout }: RoundSettings): number {
  return steps.length * healTries * (2 * timeout + againAfterMs);
}
