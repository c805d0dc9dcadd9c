/** How many business operations and how many statements a second: a platform is bought for the first and sized for the second. */
import { formatCount } from './format.js';

export interface RatesToTell {
  readonly issued: number;
  /** Null or missing where nobody counted. */
  readonly statements?: number | null | undefined;
  readonly lastsMs: number;
}

/** Empty where there is nothing to tell. */
export function ratesSentence({ issued, statements = null, lastsMs }: RatesToTell): string {
  if (statements === null || issued === 0 || lastsMs <= 0) return '';
  const perSecond = (count: number): string => formatCount(Math.round((count * 1_000) / lastsMs));
  const each = Number((statements / issued).toFixed(1));
  return `${perSecond(issued)} operations a second in the mean made ${perSecond(statements)} statements a second: ${each} for each operation.`;
}
