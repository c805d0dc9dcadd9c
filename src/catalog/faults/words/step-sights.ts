/** Looks for the effect of a fault made of orders, at each of its nodes, and waits for it to come or to go. */
import { pollUntil } from '../../../kit/abort.js';
import { createSystemClock } from '../../../kit/clock.js';
import { sightByCode, type Sight } from './sight.js';
import { placesOf, roundsOf, type Order, type OrderContext, type StepsAt } from './step-orders.js';
import { carryOut, lineOf, type Check, type StepPlace } from './steps.js';

const lookEveryMs = 200;

/** How one place is looked at. */
export type CheckAt = (place: StepPlace) => Check;

/** What can be seen of each of these places now; where the same question is to be asked for several, it is asked once. */
export async function lookAt(
  checkAt: CheckAt,
  places: readonly StepPlace[],
  context: OrderContext,
): Promise<readonly Sight[]> {
  const { cluster, settings, signal } = context;
  const look = async ({ step, places: alike }: Order): Promise<readonly Sight[]> => {
    const answer = await carryOut(step, { cluster, timeoutMs: settings.timeout, signal });
    if (answer.code === null) return ['unknown'];
    return alike.map((place) => (checkAt(place).reads ?? sightByCode)(answer, place.node));
  };
  const orders = roundsOf(stepsOf(checkAt), places).flat();
  // Who could not be asked at all has not answered either.
  return (await Promise.all(orders.map((order) => look(order).catch(() => ['unknown' as const])))).flat();
}

/** Resolves when each place shows it, or after the time for that: whoever injected looks again. */
export async function awaitEffect(checkAt: CheckAt, context: OrderContext): Promise<void> {
  await awaitSight(checkAt, (sight) => sight === 'seen', context);
}

/** Rejects when a place goes on as if nothing had been ordered. Who does not answer is down by the order. */
export async function awaitProof(proofAt: CheckAt, context: OrderContext): Promise<void> {
  const sights = await awaitSight(proofAt, (sight) => sight !== 'gone', context);
  if (sights.includes('gone')) throw new Error(`nothing came of it, when asked by: ${questionsOf(proofAt, context)}`);
}

/** Rejects when not every place answered again in time. */
export async function awaitAnswer(proofAt: CheckAt, context: OrderContext): Promise<void> {
  const sights = await awaitSight(proofAt, (sight) => sight !== 'unknown', context);
  if (sights.includes('unknown')) throw new Error(`it does not answer: ${questionsOf(proofAt, context)}`);
}

/** Rejects when it was not seen to be gone from every place in time. */
export async function awaitEnd(checkAt: CheckAt, context: OrderContext): Promise<void> {
  const sights = await awaitSight(checkAt, (sight) => sight === 'gone', context);
  if (sights.includes('unknown')) throw new Error(unanswered(checkAt, context));
  if (sights.includes('seen')) throw new Error('its effect is still there');
}

export function unanswered(checkAt: CheckAt, context: Pick<OrderContext, 'targets'>): string {
  return `nobody can say whether its effect is there, when asked by: ${questionsOf(checkAt, context)}`;
}

function questionsOf(checkAt: CheckAt, { targets }: Pick<OrderContext, 'targets'>): string {
  const asked = roundsOf(stepsOf(checkAt), placesOf(targets, 0)).flat();
  return asked.map((each) => lineOf(each.step)).join('; ');
}

function stepsOf(checkAt: CheckAt): StepsAt {
  return (place) => [checkAt(place).step];
}

/** Resolves to what was seen last. */
async function awaitSight(
  checkAt: CheckAt,
  isWanted: (sight: Sight) => boolean,
  context: OrderContext,
): Promise<readonly Sight[]> {
  const { settings, signal, targets } = context;
  let sights: readonly Sight[] = [];
  const isAsWanted = async (): Promise<boolean> => {
    sights = await lookAt(checkAt, placesOf(targets, 0), context);
    return sights.every(isWanted);
  };
  await pollUntil(isAsWanted, {
    clock: createSystemClock(),
    timeoutMs: settings.timeout,
    everyMs: lookEveryMs,
    signal,
  });
  return sights;
}
