/**
 * Reads what an operation draws into new objects, so that nothing that the operation keeps can change it later. By hand, because it is done for every arrival, by the load and again by
 * the audit: a schema takes ten times as long as all the rest.
 */
import {
  paymentStates,
  type Leg,
  type OperationContent,
  type Posting,
  type PostingCondition,
  type Settlement,
} from '../model/operation.js';

/** A transaction that locks more is none that a client waits for. */
const accountsMax = 100;
const settledAfterMsMax = 600_000;

/** "legs[1].amount is no whole number (12.5)". */
export class FormProblem extends Error {}

/** Throws a FormProblem for the first thing that has not the form of a content. */
export function readContent(drawn: unknown): OperationContent {
  const content = fieldsOf(atOnce(drawn), '');
  switch (content['kind']) {
    case 'posting':
      return readPosting(content, '');
    case 'read':
      onlyThese(content, ['kind', 'accounts'], '');
      return {
        kind: 'read',
        accounts: listAt(content, 'accounts', '').map((_each, index, all) => account(all, index, 'accounts')),
      };
    case 'history':
      onlyThese(content, ['kind', 'account'], '');
      return { kind: 'history', account: account(content, 'account', '') };
    case 'status':
      onlyThese(content, ['kind', 'original'], '');
      return { kind: 'status', original: whole(content, 'original', { path: '', min: 0 }) };
    default:
      throw wrong(content, 'kind', { path: '', words: 'is none of posting, read, history and status' });
  }
}

export function readSettlement(drawn: unknown): Settlement {
  const settlement = fieldsOf(atOnce(drawn), '');
  onlyThese(settlement, ['afterMs', 'posting'], '');
  const afterMs = whole(settlement, 'afterMs', { path: '', min: 0 });
  if (afterMs > settledAfterMsMax) throw wrong(settlement, 'afterMs', { path: '', words: 'is more than ten minutes' });
  return { afterMs, posting: readPosting(fieldsOf(settlement['posting'], 'posting'), 'posting') };
}

/** What is drawn has to be there at once. */
function atOnce(drawn: unknown): unknown {
  if (typeof drawn !== 'object' || drawn === null || !('then' in drawn)) return drawn;
  throw new FormProblem('it is a promise, and an operation cannot be async');
}

const postingFields = ['kind', 'amount', 'legs', 'hasOutboxEvent', 'state', 'original', 'condition'];

function readPosting(posting: Fields, path: string): Posting {
  onlyThese(posting, postingFields, path);
  const { kind, hasOutboxEvent, state, original, condition } = posting;
  if (kind !== 'posting') throw wrong(posting, 'kind', { path, words: 'is not posting' });
  if (typeof hasOutboxEvent !== 'boolean')
    throw wrong(posting, 'hasOutboxEvent', { path, words: 'is neither true nor false' });
  if (state !== undefined && !paymentStates.includes(state as never))
    throw wrong(posting, 'state', { path, words: `is none of ${paymentStates.join(', ')}` });
  const legs = listAt(posting, 'legs', path);
  if (legs.length < 2) throw wrong(posting, 'legs', { path, words: 'has fewer than two legs' });
  return {
    kind,
    amount: whole(posting, 'amount', { path, min: 1 }),
    legs: legs.map((each, index) => readLeg(each, `${pathTo('legs', path)}[${index}]`)),
    hasOutboxEvent,
    ...(state === undefined ? {} : { state: state as NonNullable<Posting['state']> }),
    ...(original === undefined ? {} : { original: whole(posting, 'original', { path, min: 0 }) }),
    ...(condition === undefined ? {} : { condition: readCondition(condition, pathTo('condition', path)) }),
  };
}

function readLeg(drawn: unknown, path: string): Leg {
  const leg = fieldsOf(drawn, path);
  onlyThese(leg, ['account', 'amount'], path);
  const amount = whole(leg, 'amount', { path, min: Number.MIN_SAFE_INTEGER });
  if (amount === 0) throw wrong(leg, 'amount', { path, words: 'moves nothing' });
  return { account: account(leg, 'account', path), amount };
}

function readCondition(drawn: unknown, path: string): PostingCondition {
  const condition = fieldsOf(drawn, path);
  switch (condition['kind']) {
    case 'pledge': {
      onlyThese(condition, ['kind', 'account', 'sumMin'], path);
      const sumMin = whole(condition, 'sumMin', { path, min: 0 });
      return { kind: 'pledge', account: account(condition, 'account', path), sumMin };
    }
    case 'refundable':
    case 'authorised':
      onlyThese(condition, ['kind'], path);
      return { kind: condition['kind'] };
    case 'unclaimed': {
      onlyThese(condition, ['kind', 'campaign', 'customer'], path);
      const campaign = account(condition, 'campaign', path);
      return { kind: 'unclaimed', campaign, customer: account(condition, 'customer', path) };
    }
    default:
      throw wrong(condition, 'kind', { path, words: 'is none of pledge, refundable, authorised and unclaimed' });
  }
}

type Fields = Readonly<Record<string | number, unknown>>;

function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw new FormProblem(
    `${path === '' ? 'it' : path} is ${value === undefined ? 'missing' : `no object (${shown(value)})`}`,
  );
}

function onlyThese(fields: Fields, known: readonly string[], path: string): void {
  for (const key in fields) if (!known.includes(key)) throw new FormProblem(`${pathTo(key, path)} is unknown`);
}

function listAt(fields: Fields, key: string, path: string): readonly unknown[] {
  const list = fields[key];
  if (!Array.isArray(list)) throw wrong(fields, key, { path, words: 'is no list' });
  if (list.length === 0) throw wrong(fields, key, { path, words: 'is empty' });
  if (list.length > accountsMax) throw wrong(fields, key, { path, words: `has more than ${accountsMax} members` });
  // Of our world: what an array of another one makes is of that one.
  return Array.from(list as readonly unknown[]);
}

function account(fields: Fields | readonly unknown[], key: string | number, path: string): number {
  return whole(fields as Fields, key, { path, min: 1 });
}

/** Amounts and accounts are whole, and small enough to be exact. */
function whole(
  fields: Fields,
  key: string | number,
  { path, min }: { readonly path: string; readonly min: number },
): number {
  const value = fields[key];
  if (!Number.isInteger(value)) throw wrong(fields, key, { path, words: 'is no whole number' });
  if (!Number.isSafeInteger(value)) throw wrong(fields, key, { path, words: 'is larger than can be counted exactly' });
  if ((value as number) < min) throw wrong(fields, key, { path, words: `is below ${min}` });
  return value as number;
}

function wrong(
  fields: Fields,
  key: string | number,
  { path, words }: { readonly path: string; readonly words: string },
): FormProblem {
  const value = fields[key];
  if (value === undefined) return new FormProblem(`${pathTo(key, path)} is missing`);
  return new FormProblem(`${pathTo(key, path)} ${words}${typeof value === 'object' ? '' : ` (${shown(value)})`}`);
}

function pathTo(key: string | number, path: string): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
