/** Finds the hottest accounts: which of them a payment touches is drawn again from the plan, how it fared there stands in the journal. */
import { readAttempts } from '../journal/attempt-file.js';
import { accountRanges, parentOf, rangeOf } from '../kit/account-ranges.js';
import { createIsBuffered } from '../kit/buffered-legs.js';
import { arrivalBehind } from '../kit/settlement-index.js';
import type { HotAccount, HotAccounts } from '../model/hot-account.js';
import type { Attempt, RunHeader } from '../model/journal.js';
import type { Leg } from '../model/operation.js';
import { errorClasses } from '../model/outcome.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { createContents } from '../plan/contents.js';
import { createErrorClassifier } from './error-class.js';
import { percentileOf } from './percentiles.js';

const accountsShown = 10;
/** Enough to know the hottest; drawing every content twice takes some microseconds each. */
const arrivalsMax = 300_000;
/** Of each account, and of all others together. */
const timesMax = 100_000;
const conflictClasses = [errorClasses.indexOf('deadlock'), errorClasses.indexOf('lock-timeout')];

interface HotSource {
  readonly directory: string;
  readonly plan: Plan;
  readonly operations: Catalog['operations'];
  /** Position in `errorClasses`. */
  readonly errorClassOf: (errno: number) => number;
}

/** Null where no payment was sent. */
export function findHotAccounts(directory: string, { plan, flavor }: RunHeader, catalog: Catalog): HotAccounts | null {
  const errorClassOf = createErrorClassifier(catalog.flavors.has(flavor) ? catalog.flavors.get(flavor) : null);
  const source: HotSource = { directory, plan, operations: catalog.operations, errorClassOf };
  const touches = countTouches(source);
  if (touches.payments === 0) return null;
  const hottest = [...touches.byAccount]
    .sort(([one, left], [other, right]) => right.payments - left.payments || one - other)
    .slice(0, accountsShown);
  const times = timesOf(source, new Set(hottest.map(([account]) => account)));
  const ranges = accountRanges(source.plan.ledger);
  return {
    accounts: hottest.map(([account, { payments, conflicts }]): HotAccount => {
      const range = rangeOf(ranges, account);
      const parent = range === undefined ? null : parentOf(range, account);
      return {
        account,
        kind: range?.kind ?? 'customer',
        ...(parent === null ? {} : { parent }),
        payments,
        share: payments / touches.payments,
        conflicts,
        serviceTimeMs: middleAndTail(times.byAccount.get(account) ?? []),
      };
    }),
    othersServiceTimeMs: middleAndTail(times.others),
    arrivals: touches.arrivals,
  };
}

interface Touches {
  readonly byAccount: ReadonlyMap<number, { readonly payments: number; readonly conflicts: number }>;
  readonly payments: number;
  readonly arrivals: number;
}

function countTouches(source: HotSource): Touches {
  const byAccount = new Map<number, { payments: number; conflicts: number }>();
  let payments = 0;
  let arrivals = 0;
  visit(source, ({ attempt, errno, outcome, arrival }, legs) => {
    if (attempt === 1) payments += 1;
    arrivals = Math.max(arrivals, arrivalBehind(source.plan, arrival) + 1);
    const isConflict =
      errno !== 0 && outcome !== 'acknowledged' && conflictClasses.includes(source.errorClassOf(errno));
    for (const { account } of legs) {
      const known = byAccount.get(account) ?? { payments: 0, conflicts: 0 };
      if (attempt === 1) known.payments += 1;
      if (isConflict) known.conflicts += 1;
      byAccount.set(account, known);
    }
  });
  return { byAccount, payments, arrivals };
}

function timesOf(source: HotSource, hot: ReadonlySet<number>) {
  const byAccount = new Map<number, number[]>([...hot].map((account) => [account, []]));
  const others: number[] = [];
  visit(source, ({ outcome, startMs, endMs }, legs) => {
    if (outcome !== 'acknowledged') return;
    const mine = legs.filter(({ account }) => hot.has(account));
    for (const { account } of mine) keep(byAccount.get(account) ?? [], endMs - startMs);
    if (mine.length === 0) keep(others, endMs - startMs);
  });
  return { byAccount, others };
}

function keep(times: number[], timeMs: number): void {
  if (times.length < timesMax) times.push(timeMs);
}

/** Every attempt that was sent to move money. */
function visit(
  { directory, plan, operations }: HotSource,
  onAttempt: (attempt: Attempt, legs: readonly Leg[]) => void,
): void {
  const contents = createContents(plan, operations);
  const isBuffered = createIsBuffered(plan);
  readAttempts(directory, (attempt) => {
    if (attempt.attempt === 0 || arrivalBehind(plan, attempt.arrival) >= arrivalsMax) return;
    const { content } = contents.contentOf(attempt.arrival);
    if (content.kind !== 'posting') return;
    // A payment never touches the account of a credit that it puts into the buffer.
    onAttempt(attempt, isBuffered === null ? content.legs : content.legs.filter((leg) => !isBuffered(leg)));
  });
}

function middleAndTail(times: readonly number[]): HotAccount['serviceTimeMs'] {
  const sorted = Float32Array.from(times).sort();
  const [p50, p99] = [percentileOf(sorted, 50), percentileOf(sorted, 99)];
  return p50 === null || p99 === null ? null : { p50, p99 };
}
