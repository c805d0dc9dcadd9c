/** Which claims of a scenario speak against an anomaly, and how they are called. */
import { printDuration } from '../../../kit/duration.js';
import {
  anomalyKindNamed,
  isAged,
  isolationLevels,
  type Anomaly,
  type AnomalyKindFacts,
  type NeededClaim,
} from '../../../model/anomaly.js';
import type { ClaimSettings } from '../../../model/scenario.js';

export interface JudgedAnomalies {
  readonly forbidden: readonly Anomaly[];
  readonly allowed: readonly Anomaly[];
}

/** What has an age is divided: what is older than claimed is forbidden, the rest allowed. */
export function divideByClaims(anomalies: readonly Anomaly[], claims: ClaimSettings): JudgedAnomalies {
  const divided = anomalies.flatMap((anomaly) => divideByAge(anomaly, claims));
  const isForbidden = (anomaly: Anomaly): boolean =>
    anomalyKindNamed(anomaly.kind).forbiddenBy.every((needed) => isClaimed(needed, anomaly, claims));
  return { forbidden: divided.filter(isForbidden), allowed: divided.filter((each) => !isForbidden(each)) };
}

/** Whether the claims would forbid an anomaly of this kind, had it been found, and old enough. */
export function couldBeForbidden({ name, forbiddenBy }: AnomalyKindFacts, claims: ClaimSettings): boolean {
  if (isAged(name)) return claims.stalenessMsMax !== null;
  return forbiddenBy.every((needed) => isClaimed(needed, { agesMs: [] }, claims));
}

/** Ages, nodes and stories all start with the oldest. */
function divideByAge(anomaly: Anomaly, { stalenessMsMax }: ClaimSettings): readonly Anomaly[] {
  const { agesMs, stories } = anomaly;
  if (agesMs.length === 0 || stalenessMsMax === null) return [anomaly];
  const over = agesMs.filter((ageMs) => ageMs > stalenessMsMax).length;
  const part = (from: number, to: number): Anomaly => ({
    ...anomaly,
    count: to - from,
    agesMs: agesMs.slice(from, to),
    ...(anomaly.nodes === undefined ? {} : { nodes: anomaly.nodes.slice(from, to) }),
    stories: stories.slice(from, to),
  });
  return [part(0, over), part(over, agesMs.length)].filter(({ count }) => count > 0);
}

/** "snapshot isolation and reads without staleness": what is claimed and these anomalies break. */
export function claimsBroken(anomalies: readonly Anomaly[], claims: ClaimSettings): string {
  const needed = anomalies.flatMap(({ kind }) => anomalyKindNamed(kind).forbiddenBy);
  return distinct(needed.map((each) => made(each, claims))).join(' and ');
}

/** "serializable isolation": what would have to be claimed to forbid these anomalies, and is not. */
export function claimsMissing(anomalies: readonly Anomaly[], claims: ClaimSettings): string {
  const missing = anomalies.flatMap((anomaly) => {
    return anomalyKindNamed(anomaly.kind).forbiddenBy.filter((needed) => !isClaimed(needed, anomaly, claims));
  });
  return distinct(missing.map(wanted)).join(' or ');
}

/** Of a highest age only what has one can fall short, not an order in time. */
function isClaimed(needed: NeededClaim, { agesMs }: Pick<Anomaly, 'agesMs'>, claims: ClaimSettings): boolean {
  switch (needed.claim) {
    case 'isolation':
      return isolationLevels.indexOf(claims.isolation) >= isolationLevels.indexOf(needed.from);
    case 'session':
      return claims.session === 'guaranteed';
    case 'staleness':
      if (claims.stalenessMsMax === null) return false;
      return agesMs[0] === undefined ? claims.stalenessMsMax === 0 : agesMs[0] > claims.stalenessMsMax;
    default:
      return needed satisfies never;
  }
}

function made({ claim }: NeededClaim, { isolation, stalenessMsMax }: ClaimSettings): string {
  if (claim === 'isolation') return `${isolation} isolation`;
  if (claim === 'session') return 'session guarantees';
  return stalenessMsMax === null || stalenessMsMax === 0
    ? 'reads without staleness'
    : `reads at most ${printDuration(stalenessMsMax)} old`;
}

function wanted(needed: NeededClaim): string {
  if (needed.claim === 'isolation') return `${needed.from} isolation`;
  return needed.claim === 'session' ? 'session guarantees' : 'fresher reads';
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
