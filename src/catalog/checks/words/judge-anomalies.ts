/** What the checks of the history share: which of the anomalies found are theirs, and how they are told. */
import { formatCount } from '../../../kit/format.js';
import { anomalyKindNamed, type Anomaly, type ConsistencyFacts, type NeededClaim } from '../../../model/anomaly.js';
import type { Finding } from '../../../model/check.js';
import type { Evidence } from '../../../model/evidence.js';
import { claimsBroken, claimsMissing, isForbidden } from './claims-against.js';
import { counted, examplesMax, inconclusive } from './judge-ledger.js';

/** Anomalies that the claims permit are told and pass. */
export function judgeAnomalies(evidence: Evidence, isMine: (needed: readonly NeededClaim[]) => boolean): Finding {
  const { consistency } = evidence;
  if (consistency === null) return inconclusive('The journal does not say what transactions saw.');
  if (consistency.transactions === 0)
    return inconclusive('No transaction that saw or changed a balance was acknowledged.');
  const { claims } = evidence.header.plan.scenario;
  const mine = consistency.anomalies.filter(({ kind }) => isMine(anomalyKindNamed(kind).forbiddenBy));
  const forbidden = mine.filter((anomaly) => isForbidden(anomaly, claims));
  const extent = `in ${counted(consistency.transactions, 'transaction')}${leftOut(consistency)}`;
  if (mine.length === 0) return finding('pass', `No anomaly of this kind ${extent}.`, []);
  if (forbidden.length > 0) {
    const statement = `Found ${extent}, against the claim of ${claimsBroken(forbidden, claims)}: ${list(forbidden)}.`;
    return finding('fail', statement, forbidden);
  }
  const statement = `Found ${extent}, and allowed because the scenario claims no ${claimsMissing(mine, claims)}: ${list(mine)}.`;
  return { ...finding('pass', statement, mine), isAllowed: true };
}

function finding(verdict: Finding['verdict'], statement: string, anomalies: readonly Anomaly[]): Finding {
  const count = anomalies.reduce((sum, anomaly) => sum + anomaly.count, 0);
  const examples = anomalies.flatMap(({ kind, stories }) => stories.map((story) => `${kind}:\n${story.join('\n')}`));
  return { verdict, statement, count, money: null, examples: examples.slice(0, examplesMax) };
}

/** "2 × stale-read, where a read missed …; 1 × …". */
function list(anomalies: readonly Anomaly[]): string {
  return anomalies
    .map(({ kind, count, isAtLeast }) => {
      return `${isAtLeast ? 'at least ' : ''}${formatCount(count)} × ${kind}, where ${anomalyKindNamed(kind).summary}`;
    })
    .join('; ');
}

function leftOut({ leftOut: arrivals }: ConsistencyFacts): string {
  return arrivals === 0 ? '' : ` (the last ${counted(arrivals, 'arrival')} were not searched)`;
}
