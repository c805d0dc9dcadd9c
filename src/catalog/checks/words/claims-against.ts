/** Which claims of a scenario speak against an anomaly, and how they are called. */
import { printDuration } from '../../../kit/duration.js';
import { anomalyKindNamed, isolationLevels, type Anomaly, type NeededClaim } from '../../../model/anomaly.js';
import type { ClaimSettings } from '../../../model/scenario.js';

/** All that it takes to forbid the anomaly must be claimed. */
export function isForbidden(anomaly: Anomaly, claims: ClaimSettings): boolean {
  return anomalyKindNamed(anomaly.kind).forbiddenBy.every((needed) => isClaimed(needed, anomaly, claims));
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

/** Of a highest age only a stale read can fall short, not an order in time. */
function isClaimed(needed: NeededClaim, { stalenessMsMax }: Anomaly, claims: ClaimSettings): boolean {
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
