/** Reads wallets: one in a single statement outside any transaction, several in one transaction. */
import type { Access } from '../model/history.js';
import type { AttemptResult } from '../model/operation.js';
import type { Answers } from '../mysql/answers.js';
import { fail, missingAccount, send, succeed, type AttemptContext } from './attempt.js';
import { readStatement } from './payment-statements.js';
import { firstNumbers, seenOn } from './seen-on.js';

export function readBalances(accounts: readonly number[], context: AttemptContext): void {
  const reading = new Reading(accounts, context);
  if (context.sending === 'per-statement') reading.oneByOne();
  else reading.atOnce();
}

/** Whatever fails, nothing was written: a read is never in doubt. */
class Reading {
  readonly #accounts: readonly number[];
  readonly #seen: Access[] = [];
  readonly #context: AttemptContext;

  constructor(accounts: readonly number[], context: AttemptContext) {
    this.#accounts = accounts;
    this.#context = { ...context, done: (result: AttemptResult) => context.done({ ...result, accesses: this.#seen }) };
  }

  oneByOne(): void {
    if (this.#accounts.length === 1) return this.#next(() => this.#succeed());
    send('read', 'BEGIN', this.#context, () => {
      this.#next(() => send('read', 'COMMIT', this.#context, () => this.#succeed()));
    });
  }

  /** All in one write. A transaction is open already where statements are sent ahead; a text of several begins one. */
  atOnce(): void {
    const { session, sending } = this.#context;
    const reads = this.#accounts.map(readStatement);
    const onAnswers = (first: number) => (answers: Answers) => {
      if (answers.error.errno !== 0) return fail('read', answers.error, this.#context);
      const missing = this.#accounts.find((account, index) => !this.#see(account, answers, first + index));
      if (missing !== undefined) return fail('read', missingAccount(missing), this.#context);
      this.#succeed();
    };
    if (sending === 'pipelined') return session.ask([...reads, 'COMMIT'], onAnswers(0));
    if (reads.length === 1) return session.ask(reads, onAnswers(0));
    session.askAsOne(['BEGIN', ...reads, 'COMMIT'], onAnswers(1));
  }

  #next(done: () => void): void {
    const account = this.#accounts[this.#seen.length];
    if (account === undefined) return done();
    send('read', readStatement(account), this.#context, (answers) => {
      if (!this.#see(account, answers, 0)) return fail('read', missingAccount(account), this.#context);
      this.#next(done);
    });
  }

  #see(account: number, answers: Answers, statement: number): boolean {
    const seen = seenOn(account, firstNumbers(answers, statement));
    if (seen !== null) this.#seen.push(seen);
    return seen !== null;
  }

  #succeed(): void {
    succeed('acknowledged', this.#context);
  }
}
