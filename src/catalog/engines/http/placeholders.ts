/** Fills the placeholders of a request with what an arrival asks for. */
import { stateOf } from '../../../kit/state-of.js';
import type { Placeholder } from '../../../model/api.js';
import type { OperationContent, PostingCondition } from '../../../model/operation.js';

/** What one request is about. */
export interface RequestSubject {
  readonly paymentId: number;
  /** Of the payment that this one refers to; null for none. */
  readonly originalId: number | null;
  readonly operation: string;
  readonly content: OperationContent;
  readonly attempt: number;
  readonly clientTimeMs: number;
}

const values: Readonly<Record<Placeholder, (subject: RequestSubject) => string>> = {
  payment_id: ({ paymentId }) => String(paymentId),
  operation: ({ operation }) => operation,
  amount: ({ content }) => String(content.kind === 'posting' ? content.amount : 0),
  payer: ({ content }) => extremeLeg(content, (least, amount) => amount < least),
  payee: ({ content }) => extremeLeg(content, (most, amount) => amount > most),
  legs: ({ content }) => JSON.stringify(content.kind === 'posting' ? content.legs : []),
  outbox: ({ content }) => String(content.kind === 'posting' && content.hasOutboxEvent),
  state: ({ content }) => (content.kind === 'posting' ? stateOf(content) : 'posted'),
  original_id: ({ originalId }) => String(originalId),
  condition: ({ content }) => (content.kind === 'posting' ? conditionOf(content.condition) : 'null'),
  accounts: ({ content }) => accountsOf(content),
  attempt: ({ attempt }) => String(attempt),
  client_time: ({ clientTimeMs }) => String(clientTimeMs),
};

const inBraces = /\{([a-z_]+)\}/gu;

export type Filled = (subject: RequestSubject) => string;

/** Taken apart once, so that a request only joins pieces. */
export function fillerOf(template: string): Filled {
  // A pattern with one group splits into texts and names in turn.
  const pieces = template.split(inBraces).map((piece, index) => {
    const value = index % 2 === 1 ? values[piece as Placeholder] : undefined;
    return value ?? (() => piece);
  });
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  return (subject) => {
    let text = '';
    for (const piece of pieces) text += piece(subject);
    return text;
  };
}

/** Account of the leg that goes before all others; the first of equals. */
function extremeLeg(content: OperationContent, goesBefore: (held: number, amount: number) => boolean): string {
  if (content.kind !== 'posting') return 'null';
  const [first, ...others] = content.legs;
  if (first === undefined) return 'null';
  return String(others.reduce((held, leg) => (goesBefore(held.amount, leg.amount) ? leg : held), first).account);
}

function accountsOf(content: OperationContent): string {
  if (content.kind === 'history') return String(content.account);
  return content.kind === 'read' ? content.accounts.join(',') : '';
}

function conditionOf(condition: PostingCondition | undefined): string {
  if (condition === undefined) return 'null';
  if (condition.kind !== 'pledge') return JSON.stringify(condition);
  const { kind, account, sumMin } = condition;
  return JSON.stringify({ kind, account, sum_min: sumMin });
}
