/** Searches a history for every kind of anomaly. Near-linear in its length: sorting by time is the only step that is not linear. */
import type { Anomaly } from '../../model/anomaly.js';
import type { History } from '../../model/history.js';
import { buildDependencies, type Sources } from './dependencies.js';
import type { FalseAbsence } from './find-false-absences.js';
import { findCycles } from './find-cycles.js';
import { findSessionBreaks } from './find-session-breaks.js';
import { findStaleReads } from './find-stale-reads.js';
import { Findings } from './findings.js';
import { installVersions } from './install-versions.js';
import { observeReads } from './observe-reads.js';
import { settleUnknown } from './settle-unknown.js';
import { sortWrites } from './sort-writes.js';
import { Storyteller, type StoryNames } from './tell-story.js';

const suspicions = {
  G1a: 'T2 was aborted, and T1 saw what it had written',
  G1b: 'T2 wrote that account again before it ended, and T1 saw what was between',
  'unexplained-read': 'nobody made that balance',
} as const;

export interface FoundAnomalies {
  readonly anomalies: readonly Anomaly[];
  /** False when the search for cycles ended at its limit. */
  readonly isThrough: boolean;
}

/** `absences` are counted with what the history holds. */
export function findAnomalies(
  history: History,
  names: StoryNames,
  absences: readonly FalseAbsence[] = [],
): FoundAnomalies {
  const writes = sortWrites(history);
  const isCommitted = settleUnknown(history, writes);
  const installed = installVersions(history, writes, isCommitted);
  const { writeSeen, suspects } = observeReads({ history, writes, isCommitted, ...installed });
  const sources: Sources = { history, writes, isCommitted, installed, writeSeen };
  const findings = new Findings();
  const teller = new Storyteller(history, names);
  for (const { kind, read, write } of suspects) {
    findings.add(kind, () => teller.read(read, write, suspicions[kind]));
  }
  for (const [first, second] of installed.forks) {
    findings.add('lost-update', () => teller.read(second, first, 'both made it out of the same one before'));
  }
  const graph = buildDependencies(sources);
  const isExplained = new Uint8Array(graph.nodes);
  findSessionBreaks(sources, ({ kind, read, before }) => {
    isExplained[writes.transactionOf[read] as number] = 1;
    findings.add(kind, () => teller.read(read, before, 'the session had come as far as T2 before'));
  });
  findStaleReads(sources, ({ read, missed, stalenessMs }) => {
    isExplained[writes.transactionOf[read] as number] = 1;
    const node = names.node(history.transactions.node[writes.transactionOf[read] as number] as number);
    findings.addAged('stale-read', { ageMs: stalenessMs, node }, () =>
      teller.read(read, missed, 'T2 had been acknowledged before T1 began'),
    );
  });
  for (const { kind, aged, tell } of absences) {
    if (kind === 'false-absence') findings.addAged(kind, aged, tell);
    else findings.add(kind, tell);
  }
  const isThrough = findCycles({
    graph,
    accesses: history.accesses,
    isExplained,
    visit: ({ kind, edges }) => findings.add(kind, () => teller.cycle(edges)),
  });
  return { anomalies: findings.list(!isThrough), isThrough };
}
