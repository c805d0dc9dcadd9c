/**
 * Turns a history into the graph of its dependencies: who overwrote whom (ww), who saw whose write (wr), who missed whose (rw), and,
 * beside the data, the order within sessions and in time. The number of edges is linear in the history: of the versions of an account only
 * neighbours are joined, and the order in time runs along a chain of moments instead of joining all pairs.
 */
import { accessKinds, transactionEnds, type History } from '../../model/history.js';
import { buildGraph, edgeKinds, type EdgeVisitor, type Graph } from './graph.js';
import { nextInstalled, type InstalledVersions } from './install-versions.js';
import { outside } from './observe-reads.js';
import type { SortedWrites } from './sort-writes.js';

const write = accessKinds.indexOf('write');
const committed = transactionEnds.indexOf('committed');

export interface Sources {
  readonly history: History;
  readonly writes: SortedWrites;
  readonly isCommitted: Uint8Array;
  readonly installed: InstalledVersions;
  /** Access → the write that it saw. */
  readonly writeSeen: Int32Array;
}

/** Nodes below the number of transactions are transactions; those above are moments, each the end of one transaction. */
export function buildDependencies(sources: Sources): Graph {
  const { count } = sources.history.transactions;
  const moments = momentsOf(sources);
  return buildGraph(count + moments.length, (visit) => {
    visitOverwrites(sources, visit);
    visitReads(sources, visit);
    visitSessions(sources, visit);
    visitMoments(sources, moments, visit);
  });
}

function visitOverwrites({ history, writes, installed }: Sources, visit: EdgeVisitor): void {
  const { account } = history.accesses;
  for (let place = 1; place < installed.order.length; place += 1) {
    const [before, after] = [installed.order[place - 1] as number, installed.order[place] as number];
    if (account[before] !== account[after]) continue;
    join(writes.transactionOf, [before, after], edgeKinds.ww, visit);
  }
}

function visitReads({ history, writes, installed, writeSeen }: Sources, visit: EdgeVisitor): void {
  const { accesses } = history;
  for (let read = 0; read < accesses.count; read += 1) {
    const seen = writeSeen[read] as number;
    if (accesses.kind[read] === write || seen === outside) continue;
    if (seen >= 0) join(writes.transactionOf, [seen, read], edgeKinds.wr, visit);
    const missed = nextInstalled(installed, history, [
      accesses.account[read] as number,
      accesses.version[read] as number,
    ]);
    if (missed !== null) join(writes.transactionOf, [read, missed], edgeKinds.rw, visit);
  }
}

function visitSessions({ history, isCommitted }: Sources, visit: EdgeVisitor): void {
  const { count, session } = history.transactions;
  const last = new Map<number, number>();
  for (let at = 0; at < count; at += 1) {
    if (isCommitted[at] !== 1) continue;
    const before = last.get(session[at] as number);
    if (before !== undefined) visit(before, at, edgeKinds.session, 0, 0);
    last.set(session[at] as number, at);
  }
}

/** A transaction leads to the moment of its end, moments to the next one, and the last moment before a start to what starts. */
function visitMoments({ history, isCommitted }: Sources, moments: Uint32Array, visit: EdgeVisitor): void {
  const { count, startMs, endMs } = history.transactions;
  moments.forEach((transaction, rank) => {
    visit(transaction, count + rank, edgeKinds.time, 0, 0);
    if (rank > 0) visit(count + rank - 1, count + rank, edgeKinds.time, 0, 0);
  });
  for (let at = 0; at < count; at += 1) {
    if (isCommitted[at] !== 1) continue;
    const rank = endedBefore(moments, endMs, startMs[at] as number) - 1;
    if (rank >= 0) visit(count + rank, at, edgeKinds.time, 0, 0);
  }
}

/** Acknowledged transactions in the order of their ends. When one took effect whose end nobody was told is not known. */
export function momentsOf({ history }: Pick<Sources, 'history'>): Uint32Array {
  const { end, endMs, count } = history.transactions;
  const ended = Uint32Array.from({ length: count }, (_each, at) => at).filter((at) => end[at] === committed);
  return ended.sort((left, right) => (endMs[left] as number) - (endMs[right] as number));
}

/** How many moments lie strictly before this time. */
function endedBefore(moments: Uint32Array, endMs: Float64Array, timeMs: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((endMs[moments[middle] as number] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A transaction does not depend on itself. */
function join(
  transactionOf: Uint32Array,
  [from, to]: readonly [number, number],
  kind: number,
  visit: EdgeVisitor,
): void {
  const [one, other] = [transactionOf[from] as number, transactionOf[to] as number];
  if (one !== other) visit(one, other, kind, from, to);
}
