/** What the checks of the history share: which of the anomalies found are theirs, and how they are told. */
import { counted, formatCount } from '../../../kit/format.js';
import { searchGap } from '../../../kit/search-gap.js';
import { storyLines } from '../../../kit/story-lines.js';
import {
  anomalyKindNamed,
  anomalyKinds,
  isProven,
  type Anomaly,
  type ConsistencyFacts,
  type NeededClaim,
} from '../../../model/anomaly.js';
import type { Finding } from '../../../model/check.js';
import type { Evidence } from '../../../model/evidence.js';
import type { ClaimSettings } from '../../../model/scenario.js';
import { claimsBroken, claimsMissing, couldBeForbidden, divideByClaims } from './claims-against.js';
import { examplesMax, inconclusive } from './judge-ledger.js';
import { placesOf } from './places-of.js';
import { tellAnomalies, type Divided } from './tell-anomalies.js';

type IsMine = (needed: readonly NeededClaim[]) => boolean;

/** An API does not say what its transactions saw. */
export function isHistoryTold({ header }: Evidence): boolean {
  return header.plan.scenario.api === undefined;
}

/** Anomalies that the claims permit are told and pass. */
export function judgeAnomalies(evidence: Evidence, isMine: IsMine): Finding {
  const { consistency } = evidence;
  if (consistency === null) return inconclusive('The journal does not say what transactions saw.');
  const extent = extentOf(consistency, isMine);
  if (extent === null) return inconclusive('No transaction that saw or changed a balance was acknowledged.');
  const { claims } = evidence.header.plan.scenario;
  const mine = consistency.anomalies.filter(({ kind }) => isMine(anomalyKindNamed(kind).forbiddenBy));
  const { forbidden, allowed } = divideByClaims(mine, claims);
  const isSure = ({ kind }: Anomaly): boolean => isProven(kind, consistency);
  const judged: Judged = {
    mine,
    proven: forbidden.filter(isSure),
    doubtful: forbidden.filter((each) => !isSure(each)),
    allowed,
    extent,
  };
  const found =
    forbidden.length > 0 ? judgeForbidden(judged, claims) : judgePermitted(judged, { consistency, claims, isMine });
  return mine.length === 0 ? found : { ...found, anomalies: tellAnomalies(judged, claims) };
}

/** What was looked at; null for nothing. Only freshness is seen in answers about payments, too. */
function extentOf({ transactions, answers }: ConsistencyFacts, isMine: IsMine): string | null {
  const isToldByAnswers = isMine(anomalyKindNamed('false-absence').forbiddenBy);
  const parts = [
    ...(transactions === 0 ? [] : [counted(transactions, 'transaction')]),
    ...(isToldByAnswers && answers > 0 ? [`${counted(answers, 'answer')} about payments`] : []),
  ];
  return parts.length === 0 ? null : `in ${parts.join(' and ')}`;
}

interface Search {
  readonly consistency: ConsistencyFacts;
  readonly claims: ClaimSettings;
  readonly isMine: IsMine;
}

function judgePermitted(judged: Judged, { consistency, claims, isMine }: Search): Finding {
  const isAnyForbidden = anomalyKinds.some((kind) => isMine(kind.forbiddenBy) && couldBeForbidden(kind, claims));
  const gap = isAnyForbidden ? searchGap(consistency) : null;
  return gap === null ? judgeAllowed(judged, claims) : leaveOpen(judged, gap);
}

interface Judged extends Divided {
  readonly mine: readonly Anomaly[];
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
  const examples = anomalies.flatMap(({ kind, stories }) =>
    stories.map((story) => `${kind}:\n${storyLines(story).join('\n')}`),
  );
  return { verdict, statement, count, money: null, examples: examples.slice(0, examplesMax) };
}

/** "2 × stale-read on node-b, where a read missed …; 1 × …". */
function list(anomalies: readonly Anomaly[]): string {
  return anomalies
    .map((anomaly) => {
      const { kind, count, isAtLeast } = anomaly;
      const { summary } = anomalyKindNamed(kind);
      return `${isAtLeast ? 'at least ' : ''}${formatCount(count)} × ${kind}${placesOf(anomaly)}, where ${summary}`;
    })
    .join('; ');
}
