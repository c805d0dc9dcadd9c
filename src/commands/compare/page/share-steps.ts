/** The share of good payments over time, in so few steps that a page can hold those of many variants. */
import type { Series } from '../../../model/run-record.js';

export interface ShareSteps {
  readonly fromMs: number;
  readonly stepMs: number;
  /** From 0 to 1; null where nobody came. */
  readonly shares: readonly (number | null)[];
}

/** More than a screen has room for. */
const stepsMax = 360;

/** Where seconds are put together, the worst of them stands for all: an outage must not be smoothed away. */
export function shareSteps(series: Series): ShareSteps {
  const { stepMs, timeMs, offeredPerSecond, goodPerSecond } = series;
  const fromMs = timeMs[0] ?? 0;
  const untilMs = (timeMs.at(-1) ?? fromMs) + stepMs;
  const width = stepMs * Math.max(1, Math.ceil((untilMs - fromMs) / stepMs / stepsMax));
  const shares = Array.from<number | null>({ length: Math.ceil((untilMs - fromMs) / width) }).fill(null);
  timeMs.forEach((atMs, index) => {
    const offered = offeredPerSecond[index] ?? 0;
    if (!(offered > 0)) return;
    const share = Math.min(1, Math.max(0, (goodPerSecond[index] ?? 0) / offered));
    const step = Math.floor((atMs - fromMs) / width);
    shares[step] = Math.min(shares[step] ?? 1, share);
  });
  return { fromMs, stepMs: width, shares };
}

/** From which share on a step counts as bad, as a brownout does. */
export const goodShare = 0.99;

export interface BadStretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lowest: number;
}

/** Steps in a row of which fewer than 99 % were good; a step without payments ends none. */
export function badStretches({ fromMs, stepMs, shares }: ShareSteps): readonly BadStretch[] {
  const found: BadStretch[] = [];
  let isOpen = false;
  shares.forEach((share, index) => {
    if (share === null) return;
    const last = found.at(-1);
    if (share >= goodShare) isOpen = false;
    else {
      const toMs = fromMs + (index + 1) * stepMs;
      if (isOpen && last !== undefined)
        found[found.length - 1] = { ...last, toMs, lowest: Math.min(last.lowest, share) };
      else found.push({ fromMs: fromMs + index * stepMs, toMs, lowest: share });
      isOpen = true;
    }
  });
  return found;
}
