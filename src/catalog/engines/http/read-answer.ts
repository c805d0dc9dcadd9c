/** Decides what an answer of the API means for a payment, or says of one that was asked for. Default deny: whatever no rule names is in doubt. */
import type { AnswerRule, AnswerRules } from '../../../model/api.js';

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

export type Meaning = 'acknowledged' | 'replayed' | 'declined' | 'aborted' | 'in-doubt';

export interface ReadAnswer {
  readonly meaning: Meaning;
  /** Under which the API says that it has posted it; null where it does not say. */
  readonly paymentId: number | null;
}

export type Presence = 'present' | 'absent' | 'unknown';

const meanings = ['acknowledged', 'replayed', 'declined', 'aborted'] as const;
const presences = ['present', 'absent'] as const;

interface Meant<Word> {
  readonly meaning: Word;
  readonly rule: AnswerRule;
}

export class AnswerReader {
  readonly #rules: readonly Meant<(typeof meanings)[number]>[];
  readonly #presences: readonly Meant<(typeof presences)[number]>[];
  readonly #paymentIdPath: readonly string[];

  /** The narrowest rule that fits decides: one that asks for a word before one that does not, then the one with fewer statuses. */
  constructor(rules: AnswerRules) {
    this.#paymentIdPath = rules.paymentId.split('.');
    this.#rules = narrowestFirst(meanings, rules);
    this.#presences = narrowestFirst(presences, rules);
  }

  /** Of the payment that was asked for. */
  presenceIn(answer: ApiAnswer): Presence {
    const body = new LazyBody(answer.body);
    return this.#presences.find(({ rule }) => fits(rule, answer.status, body))?.meaning ?? 'unknown';
  }

  read(answer: ApiAnswer): ReadAnswer {
    const body = new LazyBody(answer.body);
    const found = this.#rules.find(({ rule }) => fits(rule, answer.status, body));
    if (found === undefined) return { meaning: 'in-doubt', paymentId: null };
    const paymentId =
      found.meaning === 'acknowledged' ? Number(body.at(this.#paymentIdPath) ?? Number.NaN) : Number.NaN;
    return { meaning: found.meaning, paymentId: Number.isSafeInteger(paymentId) ? paymentId : null };
  }
}

function narrowestFirst<Word extends keyof AnswerRules>(
  words: readonly Word[],
  rules: Readonly<Record<Word, readonly AnswerRule[]>>,
): readonly Meant<Word>[] {
  const all = words.flatMap((meaning) => rules[meaning].map((rule) => ({ meaning, rule })));
  return all.sort((left, right) => breadthOf(left.rule) - breadthOf(right.rule));
}

const statuses = 1_000;

function breadthOf({ statusMin, statusMax, field }: AnswerRule): number {
  return statusMax - statusMin + (field === null ? statuses : 0);
}

function fits({ statusMin, statusMax, field }: AnswerRule, status: number, body: LazyBody): boolean {
  if (status < statusMin || status > statusMax) return false;
  return field === null || String(body.at(field.path)) === field.value;
}

/** Parsed only when somebody looks into it. */
class LazyBody {
  readonly #text: string;
  #value: unknown;
  #isParsed = false;

  constructor(text: string) {
    this.#text = text;
  }

  at(path: readonly string[]): unknown {
    return path.reduce<unknown>((value, key) => {
      return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    }, this.#parsed());
  }

  #parsed(): unknown {
    if (this.#isParsed) return this.#value;
    this.#isParsed = true;
    try {
      this.#value = JSON.parse(this.#text);
    } catch {
      // Of a body that is no JSON nothing is known but its status.
    }
    return this.#value;
  }
}
