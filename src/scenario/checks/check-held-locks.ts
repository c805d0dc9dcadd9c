/** Checks that the client can hold its locks for as long as the scenario says: it must be the one who says COMMIT, and nobody may give it up meanwhile. */
import { printDuration } from '../../kit/duration.js';
import type { Sending } from '../../model/scenario.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { placeAt, type SourceNode } from '../source.js';

export interface HoldingClient {
  readonly root: SourceNode;
  readonly client: {
    readonly hold_locks?: number | undefined;
    readonly sending: Sending;
    readonly transaction_timeout: number;
  };
}

export function checkHeldLocks({ root, client }: HoldingClient, report: Report): void {
  const { hold_locks: holdMs, sending, transaction_timeout: timeoutMs } = client;
  if (holdMs === undefined) return;
  const complain = (text: ProblemText): void => report(problemAt(placeAt(root, ['client', 'hold_locks']), text));
  if (sending === 'batched') {
    complain({
      message:
        'A payment that is sent as one text commits with it: there is no moment in which the client could hold its locks.',
      remedy: 'Write client.sending: per-statement, or pipelined.',
    });
  }
  if (holdMs < timeoutMs) return;
  complain({
    message: `A payment that holds its locks for ${printDuration(holdMs)} is given up before it commits: the transaction timeout is ${printDuration(timeoutMs)}.`,
    remedy: 'Hold them for less, or raise client.transaction_timeout.',
  });
}
