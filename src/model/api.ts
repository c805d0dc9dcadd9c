/** A payment API in front of the database: where it is reached, what a request of each operation looks like, and what its answers mean. */

/** What stands in braces in a request's path, headers and body, and what it becomes. A new one needs its value in `catalog/engines/http/placeholders.ts`. */
export const placeholders = {
  payment_id:
    'the id of the payment, or of the one that a status asks for; it stays the same over all attempts unless the client is naive',
  operation: 'kind of the operation, such as transfer',
  amount: 'what the customer pays, in minor units; 0 for a read',
  payer: 'account that the money comes from; null for a read',
  payee: 'account that most of it goes to; null for a read',
  legs: 'all lines of the double entry, a JSON list of {"account","amount"}; debits are negative',
  outbox: 'whether an outbox event belongs to it: true or false',
  state: 'what the payment is to be: posted, authorised, captured or voided',
  original_id: 'id of the payment that this one pays back, captures or voids; null for none',
  condition:
    'what else must hold, {"kind",…}, or null: a pledge, a refundable or authorised original, a voucher that is unclaimed, a transfer of a bank that is uncredited',
  accounts: 'accounts that a read or a history asks for, with commas between them',
  attempt: 'which attempt of the payment it is, from 1',
  client_time: 'whole milliseconds since the start of the first phase',
} as const;

export type Placeholder = keyof typeof placeholders;

export interface RequestTemplate {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none. */
  readonly body: string | null;
}

/** One meaning of an answer: a range of statuses, and a word that the body has to hold in a field. */
export interface AnswerRule {
  /** As it is written. */
  readonly text: string;
  readonly statusMin: number;
  readonly statusMax: number;
  /** Path of keys in the JSON body, with the value that is needed there; null where the status is enough. */
  readonly field: { readonly path: readonly string[]; readonly value: string } | null;
}

/** What no rule names is in doubt: it may have taken effect or not. */
export interface AnswerRules {
  readonly acknowledged: readonly AnswerRule[];
  /** A retry is told that its payment is there already: acknowledged. */
  readonly replayed: readonly AnswerRule[];
  readonly declined: readonly AnswerRule[];
  readonly aborted: readonly AnswerRule[];
  /** Of whoever asks for a payment: it is there. What neither this nor `absent` names tells nothing. */
  readonly present: readonly AnswerRule[];
  readonly absent: readonly AnswerRule[];
  /** Field in the body that says under which id a payment was posted. */
  readonly paymentId: string;
}

export const gatewayBugs = ['naive-retry'] as const;

/** The reference gateway, which paystorm starts for the run, in front of the target. */
export interface GatewaySettings {
  readonly kind: 'reference';
  /** naive-retry: after an error at COMMIT it pays again under a new payment id. */
  readonly bug: (typeof gatewayBugs)[number] | null;
}

export interface ApiSettings {
  /** Null where others run the API, at `urls`. */
  readonly gateway: GatewaySettings | null;
  readonly urls: readonly string[];
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Header that carries the payment's id. */
  readonly idempotencyHeader: string;
  /** `payment`, `read`, `history` and `status`, and kinds of operations that have a request of their own. */
  readonly requests: Readonly<Record<string, RequestTemplate>>;
  readonly answers: AnswerRules;
}
