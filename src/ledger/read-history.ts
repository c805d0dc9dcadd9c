/** Reads the latest entries of a wallet beside its balance, in one transaction: both must tell of the same payment as the last one. */
import type { Access } from '../model/history.js';
import type { AttemptResult } from '../model/operation.js';
import type { Answers } from '../mysql/answers.js';
import { fail, missingAccount, send, succeed, type AttemptContext } from './attempt.js';
import { readStatement } from './payment-statements.js';
import { firstNumbers, seenOn, type FirstNumbers } from './seen-on.js';

const entriesShown = 10;

export function readHistory(account: number, context: AttemptContext): void {
  const latest = `SELECT balance_after, account_version, amount FROM entry WHERE account_id = ${account} ORDER BY account_version DESC LIMIT ${entriesShown}`;
  const end = (balance: FirstNumbers, entry: FirstNumbers): void => tell(account, context, [balance, entry]);
  if (context.sending === 'per-statement') return oneByOne([readStatement(account), latest], context, end);
  const reads = [readStatement(account), latest, 'COMMIT'];
  const onAnswers = (first: number) => (answers: Answers) => {
    if (answers.error.errno !== 0) return fail('read', answers.error, context);
    end(firstNumbers(answers, first), firstNumbers(answers, first + 1));
  };
  // A transaction is open already where statements are sent ahead.
  if (context.sending === 'pipelined') return context.session.ask(reads, onAnswers(0));
  context.session.askAsOne(['BEGIN', ...reads], onAnswers(1));
}

function oneByOne(
  [balanceRead, entriesRead]: readonly [string, string],
  context: AttemptContext,
  end: (balance: FirstNumbers, entry: FirstNumbers) => void,
): void {
  send('read', 'BEGIN', context, () =>
    send('read', balanceRead, context, (balances) => {
      const balance = firstNumbers(balances, 0);
      send('read', entriesRead, context, (entries) => {
        const entry = firstNumbers(entries, 0);
        send('read', 'COMMIT', context, () => end(balance, entry));
      });
    }),
  );
}

function tell(account: number, context: AttemptContext, [balance, entry]: readonly [FirstNumbers, FirstNumbers]): void {
  const seen = seenOn(account, balance);
  if (seen === null) return fail('read', missingAccount(account), context);
  // A wallet without entries is as it was opened.
  const latest = seenOn(account, entry) ?? ({ kind: 'plain-read', account, version: 0, balance: Number.NaN } as const);
  const accesses: readonly Access[] = [seen, latest];
  succeed('acknowledged', { ...context, done: (result: AttemptResult) => context.done({ ...result, accesses }) });
}
