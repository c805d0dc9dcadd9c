/** Finds reads that go back behind what their own session had seen or written before: one pass in the order of the sessions. */
import { accessKinds } from '../../model/history.js';
import type { Sources } from './dependencies.js';
import { outside } from './observe-reads.js';

const write = accessKinds.indexOf('write');

export interface SessionBreak {
  readonly kind: 'read-your-writes' | 'monotonic-reads';
  readonly read: number;
  /** What the session had seen or made before. */
  readonly before: number;
}

export function findSessionBreaks(sources: Sources, visit: (found: SessionBreak) => void): void {
  const { history, isCommitted } = sources;
  const { transactions } = history;
  const known = new SessionMemory(sources);
  for (let transaction = 0; transaction < transactions.count; transaction += 1) {
    if (isCommitted[transaction] !== 1) continue;
    for (const access of accessesOf(sources, transaction)) {
      const found = known.contradicts(access);
      if (found !== null) visit(found);
    }
    for (const access of accessesOf(sources, transaction)) known.remember(access);
  }
}

/** What takes part in the order of the data: writes, and reads of versions that lasted. */
function accessesOf({ history, writeSeen }: Sources, transaction: number): readonly number[] {
  const { firstAccess } = history.transactions;
  const [from, to] = [firstAccess[transaction] as number, firstAccess[transaction + 1] as number];
  const own = Array.from({ length: to - from }, (_each, index) => from + index);
  return own.filter((access) => history.accesses.kind[access] === write || writeSeen[access] !== outside);
}

class SessionMemory {
  readonly #sources: Sources;
  /** Session → account → the newest access of it. */
  readonly #newest = new Map<number, Map<number, number>>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  contradicts(access: number): SessionBreak | null {
    const { account, version, kind } = this.#sources.history.accesses;
    if (kind[access] === write) return null;
    const before = this.#accountsOf(access).get(account[access] as number);
    if (before === undefined || (version[before] as number) <= (version[access] as number)) return null;
    return { kind: kind[before] === write ? 'read-your-writes' : 'monotonic-reads', read: access, before };
  }

  remember(access: number): void {
    const { account, version } = this.#sources.history.accesses;
    const accounts = this.#accountsOf(access);
    const before = accounts.get(account[access] as number);
    if (before === undefined || (version[before] as number) <= (version[access] as number)) {
      accounts.set(account[access] as number, access);
    }
  }

  #accountsOf(access: number): Map<number, number> {
    const { history, writes } = this.#sources;
    const session = history.transactions.session[writes.transactionOf[access] as number] as number;
    const accounts = this.#newest.get(session) ?? new Map<number, number>();
    this.#newest.set(session, accounts);
    return accounts;
  }
}
