/** What a read of an account answered. */
import type { Access } from '../model/history.js';
import type { Answers } from '../mysql/answers.js';

/** The first two columns of a statement's first row; not numbers where there was no row. */
export type FirstNumbers = readonly [number, number];

export function firstNumbers(answers: Answers, statement: number): FirstNumbers {
  return [answers.number(statement, 0), answers.number(statement, 1)];
}

/** Null when the account is not in the ledger. */
export function seenOn(account: number, [balance, version]: FirstNumbers): Access | null {
  return Number.isNaN(balance) || Number.isNaN(version) ? null : { kind: 'plain-read', account, version, balance };
}
