/** What every kind of transaction of the ledger shares: how an attempt ends, and what must happen to its connection then. */
import type { ErrorRow } from '../model/flavor.js';
import type { AttemptResult, Step } from '../model/operation.js';
import { driverErrno } from '../model/outcome.js';
import type { Sending } from '../model/scenario.js';
import type { Answers } from '../mysql/answers.js';
import { classifyError, type SeenError } from '../mysql/classify-error.js';
import type { Session } from '../mysql/session.js';

export type AttemptDone = (result: AttemptResult) => void;

export interface AttemptContext {
  readonly session: Session;
  readonly sending: Sending;
  readonly errors: readonly ErrorRow[];
  readonly done: AttemptDone;
}

/** Sends one statement; an error ends the attempt. */
export function send(step: Step, sql: string, context: AttemptContext, next: (answers: Answers) => void): void {
  context.session.ask([sql], (answers) => {
    if (answers.error.errno === 0) next(answers);
    else fail(step, answers.error, context);
  });
}

export function succeed(outcome: 'acknowledged' | 'declined', { done }: AttemptContext): void {
  done({ outcome, errno: 0, step: 'done', message: '', isConnectionUsable: true });
}

/** The business says no: a correct answer, without effect. */
export function decline(context: AttemptContext): void {
  send('statement', 'ROLLBACK', context, () => succeed('declined', context));
}

/**
 * Ends an attempt that met an error. Before COMMIT the transaction may still be open on the server (a lock timeout rolls back
 * one statement only), so it is rolled back, or the connection is given up; from COMMIT on, an outcome in doubt ends the connection.
 */
export function fail(step: Step, error: SeenError, context: AttemptContext): void {
  const { session, errors, done } = context;
  const { outcome, endsConnection } = classifyError(step, error, errors);
  const result = { outcome, errno: error.errno, step, message: error.message };
  if (endsConnection || outcome === 'in-doubt' || session.isOver) {
    session.close();
    done({ ...result, isConnectionUsable: false });
    return;
  }
  rollBack(session, (isConnectionUsable) => done({ ...result, isConnectionUsable }));
}

/** A connection on which not even that goes well is closed. */
export function rollBack(session: Session, done: (isConnectionUsable: boolean) => void): void {
  session.ask(['ROLLBACK'], ({ error }) => {
    const isConnectionUsable = error.errno === 0;
    if (!isConnectionUsable) session.close();
    done(isConnectionUsable);
  });
}

export function missingAccount(account: number): SeenError {
  return { errno: driverErrno.protocol, sqlstate: '', message: `The account ${account} is not in the ledger.` };
}
