/** Tells each anomaly with what it means for the claims of the scenario, for reports that show them one by one. */
import { anomalyKindNamed, type Anomaly } from '../../../model/anomaly.js';
import type { ToldAnomaly } from '../../../model/anomaly-story.js';
import type { ClaimSettings } from '../../../model/scenario.js';
import { claimsBroken, claimsMissing } from './claims-against.js';
import { placesOf } from './places-of.js';

export interface Divided {
  /** Against the claims, and not to be explained by lost payments. */
  readonly proven: readonly Anomaly[];
  readonly doubtful: readonly Anomaly[];
  readonly allowed: readonly Anomaly[];
}

export function tellAnomalies({ proven, doubtful, allowed }: Divided, claims: ClaimSettings): readonly ToldAnomaly[] {
  return [
    ...proven.map((each) => tell(each, 'forbidden', `It breaks the claim of ${claimsBroken([each], claims)}.`)),
    ...doubtful.map((each) => {
      const broken = claimsBroken([each], claims);
      return tell(
        each,
        'doubtful',
        `It would break the claim of ${broken}, but may come from payments that a fault has lost.`,
      );
    }),
    ...allowed.map((each) => {
      return tell(each, 'allowed', `It is allowed: the scenario claims no ${claimsMissing([each], claims)}.`);
    }),
  ];
}

function tell(anomaly: Anomaly, standing: ToldAnomaly['standing'], against: string): ToldAnomaly {
  const { kind, count, isAtLeast, stories } = anomaly;
  const summary = `${anomalyKindNamed(kind).summary}${placesOf(anomaly)}`;
  return { kind, summary, count, isAtLeast, standing, against, stories };
}
