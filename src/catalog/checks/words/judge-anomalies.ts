/** What the checks of the history share: which of the anomalies found are theirs, which break the target's word, and how they are told. */
import { formatCount } from '../../../kit/format.js';
import {
  anomalyKindNamed,
  isolationLevels,
  type Anomaly,
  type ConsistencyFacts,
  type NeededClaim,
} from '../../../model/anomaly.js';
import type { Finding } from '../../../model/check.js';
import type { Evidence } from '../../../model/evidence.js';
import type { ClaimSettings } from '../../../model/scenario.js';
import { counted, examplesMax, inconclusive } from './judge-ledger.js';

export interface AnomalyJudgement {
  readonly isMine: (needed: readonly NeededClaim[]) => boolean;
  /** The promise, for "forbidden by …" and "… permits". */
  readonly promise: (claims: ClaimSettings) => string;
}

/** Anomalies that the claims permit are told and pass. */
export function judgeAnomalies(evidence: Evidence, { isMine, promise }: AnomalyJudgement): Finding {
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
    return finding('fail', `${list(forbidden)} ${extent}, which ${promise(claims)} forbids.`, forbidden);
  }
  const statement = `${list(mine)} ${extent}. The scenario claims no more than ${promise(claims)}, which permits that.`;
  return { ...finding('pass', statement, mine), isAllowed: true };
}

/** All that it takes to forbid the anomaly must be claimed. Of a highest age only a stale read can fall short, not an order in time. */
export function isForbidden({ kind, stalenessMsMax }: Anomaly, claims: ClaimSettings): boolean {
  return anomalyKindNamed(kind).forbiddenBy.every((needed) => {
    switch (needed.claim) {
      case 'isolation':
        return isolationLevels.indexOf(claims.isolation) >= isolationLevels.indexOf(needed.from);
      case 'session':
        return claims.session === 'guaranteed';
      case 'staleness':
        if (claims.stalenessMsMax === null) return false;
        return stalenessMsMax === null ? claims.stalenessMsMax === 0 : stalenessMsMax > claims.stalenessMsMax;
      default:
        return needed satisfies never;
    }
  });
}

function finding(verdict: Finding['verdict'], statement: string, anomalies: readonly Anomaly[]): Finding {
  const count = anomalies.reduce((sum, anomaly) => sum + anomaly.count, 0);
  const examples = anomalies.flatMap(({ kind, stories }) => stories.map((story) => `${kind}: ${story.join(' ')}`));
  return { verdict, statement, count, money: null, examples: examples.slice(0, examplesMax) };
}

/** "2 × stale-read (a read missed …) and 1 × …". */
function list(anomalies: readonly Anomaly[]): string {
  return anomalies
    .map(({ kind, count, isAtLeast }) => {
      return `${isAtLeast ? 'at least ' : ''}${formatCount(count)} × ${kind} (${anomalyKindNamed(kind).summary})`;
    })
    .join(', ');
}

function leftOut({ leftOut: arrivals }: ConsistencyFacts): string {
  return arrivals === 0 ? '' : ` (the last ${counted(arrivals, 'arrival')} were not searched)`;
}
