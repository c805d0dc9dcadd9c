/** Looks for the effect of a fault made of orders, at each of its nodes, and waits for it to come or to go. */
import { pollUntil } from '../../../kit/abort.js';
import { createSystemClock } from '../../../kit/clock.js';
import { sightByCode, type Sight } from './sight.js';
import { oncePerNode, placesOf, type Order, type OrderContext } from './step-orders.js';
import { carryOut, lineOf, type Check, type StepPlace } from './steps.js';

const lookEveryMs = 200;

/** What can be seen of each of these places now; where the same question is to be asked for several, it is asked once. */
export async function lookAt(
  check: Check,
  places: readonly StepPlace[],
  context: OrderContext,
): Promise<readonly Sight[]> {
  const { cluster, settings, signal } = context;
  const { step, reads = sightByCode } = check;
  const look = async (order: Order): Promise<Sight> => {
    const answer = await carryOut(order.step, { cluster, timeoutMs: settings.timeout, signal });
    return answer.code === null ? 'unknown' : reads(answer);
  };
  // Who could not be asked at all has not answered either.
  return Promise.all(
    oncePerNode([step], places)
      .flat()
      .map((order) => look(order).catch(() => 'unknown' as const)),
  );
}

/** Resolves when each place shows it, or after the time for that: whoever injected looks again. */
export async function awaitEffect(check: Check, context: OrderContext): Promise<void> {
  await awaitSight(check, 'seen', context);
}

/** Rejects when it was not seen to be gone from every place in time. */
export async function awaitEnd(check: Check, context: OrderContext): Promise<void> {
  const sights = await awaitSight(check, 'gone', context);
  if (sights.includes('unknown')) throw new Error(unanswered(check, context));
  if (sights.includes('seen')) throw new Error('its effect is still there');
}

export function unanswered({ step }: Check, { targets }: Pick<OrderContext, 'targets'>): string {
  const asked = oncePerNode([step], placesOf(targets, 0)).flat();
  return `nobody can say whether its effect is there, when asked by: ${asked.map((each) => lineOf(each.step)).join('; ')}`;
}

/** Resolves to what was seen last. */
async function awaitSight(check: Check, wanted: Sight, context: OrderContext): Promise<readonly Sight[]> {
  const { settings, signal, targets } = context;
  let sights: readonly Sight[] = [];
  const isAsWanted = async (): Promise<boolean> => {
    sights = await lookAt(check, placesOf(targets, 0), context);
    return sights.every((sight) => sight === wanted);
  };
  await pollUntil(isAsWanted, {
    clock: createSystemClock(),
    timeoutMs: settings.timeout,
    everyMs: lookEveryMs,
    signal,
  });
  return sights;
}
