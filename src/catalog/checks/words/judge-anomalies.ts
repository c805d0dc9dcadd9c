/** What the checks of the history share: which of the anomalies found are theirs, and how they are told. */
import { counted, formatCount } from '../../../kit/format.js';
import { searchGap } from '../../../kit/search-gap.js';
import { anomalyKindNamed, anomalyKinds, isProven, type Anomaly, type NeededClaim } from '../../../model/anomaly.js';
import type { Finding } from '../../../model/check.js';
import type { Evidence } from '../../../model/evidence.js';
import type { ClaimSettings } from '../../../model/scenario.js';
import { claimsBroken, claimsMissing, couldBeForbidden, divideByClaims } from './claims-against.js';
import { examplesMax, inconclusive } from './judge-ledger.js';

type IsMine = (needed: readonly NeededClaim[]) => boolean;

/** Anomalies that the claims permit are told and pass. */
export function judgeAnomalies(evidence: Evidence, isMine: IsMine): Finding {
  const { consistency } = evidence;
  if (consistency === null) return inconclusive('The journal does not say what transactions saw.');
  if (consistency.transactions === 0)
    return inconclusive('No transaction that saw or changed a balance was acknowledged.');
  const { claims } = evidence.header.plan.scenario;
  const mine = consistency.anomalies.filter(({ kind }) => isMine(anomalyKindNamed(kind).forbiddenBy));
  const { forbidden, allowed } = divideByClaims(mine, claims);
  const judged: Judged = {
    mine,
    proven: forbidden.filter(({ kind }) => isProven(kind, consistency)),
    doubtful: forbidden.filter(({ kind }) => !isProven(kind, consistency)),
    allowed,
    extent: `in ${counted(consistency.transactions, 'transaction')}`,
  };
  if (forbidden.length > 0) return judgeForbidden(judged, claims);
  const isAnyForbidden = anomalyKinds.some((kind) => isMine(kind.forbiddenBy) && couldBeForbidden(kind, claims));
  const gap = isAnyForbidden ? searchGap(consistency) : null;
  return gap === null ? judgeAllowed(judged, claims) : leaveOpen(judged, gap);
}

interface Judged {
  readonly mine: readonly Anomaly[];
  /** Against the claims, and not to be explained by lost payments. */
  readonly proven: readonly Anomaly[];
  readonly doubtful: readonly Anomaly[];
  readonly allowed: readonly Anomaly[];
  readonly extent: string;
}

function judgeForbidden({ proven, doubtful, allowed, extent }: Judged, claims: ClaimSettings): Finding {
  const beside = allowed.length === 0 ? '' : ` Allowed by what it claims: ${list(allowed)}.`;
  const loss = `may come from payments that a fault has lost, which only the ledger could tell: ${list(doubtful)}.`;
  if (proven.length === 0) return finding('inconclusive', `What was found ${extent} ${loss}${beside}`, doubtful);
  const others = doubtful.length === 0 ? '' : ` More of it ${loss}`;
  const statement = `Found ${extent}, against the claim of ${claimsBroken(proven, claims)}: ${list(proven)}.`;
  return finding('fail', `${statement}${others}${beside}`, proven);
}

function judgeAllowed({ mine, extent }: Judged, claims: ClaimSettings): Finding {
  if (mine.length === 0) return finding('pass', `No anomaly of this kind ${extent}.`, []);
  const statement = `Found ${extent}, and allowed because the scenario claims no ${claimsMissing(mine, claims)}: ${list(mine)}.`;
  return { ...finding('pass', statement, mine), isAllowed: true };
}

function leaveOpen({ mine, extent }: Judged, gap: string): Finding {
  const found = mine.length === 0 ? `No anomaly of this kind ${extent}` : `Found ${extent}, and allowed: ${list(mine)}`;
  return finding('inconclusive', `${gap} ${found}.`, mine);
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
