/** Lets a node sum up its payments piece by piece, over several connections at once, and compares each sum with what plan and journal predict. */
import { paymentIdOf } from '../../kit/payment-id.js';
import { readPresent } from '../../ledger/find-ids.js';
import { sumPiece, type PieceSums, type SumOptions } from '../../ledger/sum-rows.js';
import type { Connection } from '../../mysql/connect.js';
import { isRefusal } from '../../mysql/error-facts.js';
import type { PaymentTally } from './judge-payment.js';
import { numberPieces, idsOf, type NumberRange } from './ledger-pieces.js';
import { openNumbers, type Predictions } from './predict-piece.js';
import { shareOut } from './share-out.js';

export interface Sweep {
  readonly node: string;
  readonly tally: PaymentTally;
  readonly predictions: Predictions;
  readonly sums: SumOptions;
  /** A node that stands aside is only searched for what others have lost. */
  readonly isJudged: boolean;
}

export interface SweptPiece {
  readonly range: NumberRange;
  /** Null where the server refused to calculate: only rows can tell what is there. */
  readonly sums: PieceSums | null;
  /** Whether everything in it is as planned, or of no interest: its rows need not be read. */
  readonly isProven: boolean;
}

export async function sweepPieces(connections: readonly Connection[], sweep: Sweep): Promise<readonly SweptPiece[]> {
  const { context } = sweep.tally;
  const swept = numberPieces(context).map((range): SweptPiece => ({ range, sums: null, isProven: false }));
  let done = 0;
  await shareOut(connections, [...swept.keys()], async (connection, index) => {
    swept[index] = await sweepPiece(connection, sweep, (swept[index] as SweptPiece).range);
    done += 1;
    const percent = Math.floor((done / swept.length) * 100);
    context.onProgress(`reading the ledger of ${sweep.node}: ${percent} % of the payments`);
  });
  return swept;
}

async function sweepPiece(connection: Connection, sweep: Sweep, range: NumberRange): Promise<SweptPiece> {
  const { tally, isJudged } = sweep;
  try {
    const sums = await sumPiece(connection, idsOf(tally.context, range), sweep.sums);
    const isProven = !hasLost(tally, range) && (!isJudged || (await agrees(connection, sweep, { range, sums })));
    return { range, sums, isProven };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { range, sums: null, isProven: false };
  }
}

/** What is in doubt for the client is asked for only where the sums do not fit without it. */
async function agrees(
  connection: Connection,
  { tally, predictions }: Sweep,
  { range, sums }: { readonly range: NumberRange; readonly sums: PieceSums },
): Promise<boolean> {
  const { context, inDoubt } = tally;
  const predicted = predictions.of(range);
  if (predicted === null) return false;
  const open = openNumbers(context, range);
  let present: readonly number[] = [];
  if (!predicted.agreesWith(sums)) {
    if (open.length === 0) return false;
    present = await presentOf(connection, tally, { range, open });
    if (!predictions.with(predicted, range, present).agreesWith(sums)) return false;
  }
  inDoubt.present += present.length;
  for (const number of present) tally.onFound(number);
  const isPresent = new Set(present);
  inDoubt.absent += open.filter((number) => {
    return context.outcomes.outcomeOf(number) === 'in-doubt' && !isPresent.has(number);
  }).length;
  return true;
}

async function presentOf(
  connection: Connection,
  { context }: PaymentTally,
  { range, open }: { readonly range: NumberRange; readonly open: readonly number[] },
): Promise<readonly number[]> {
  const idOf = (number: number): number => paymentIdOf(context.header.runTag, number);
  const ids = await readPresent(connection, idsOf(context, range), open.map(idOf));
  return open.filter((number) => ids.has(idOf(number)));
}

/** Whether the authority has lost a payment of the piece: those that are here must be named. */
function hasLost({ context: { outcomes } }: PaymentTally, [first, end]: NumberRange): boolean {
  for (let number = first; number < end; number += 1) if (outcomes.isLost(number)) return true;
  return false;
}
