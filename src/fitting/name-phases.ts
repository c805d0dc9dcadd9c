/** Names of fitted phases: the time of day at which they began in production, because that is what people remember of it. */
import type { Fit } from './fit-log.js';

const dayMs = 86_400_000;

/** As fine as it must be for every name to be another: hours and minutes, with seconds, or counted through. */
export function phaseNames({ phases, counts }: Pick<Fit, 'phases' | 'counts'>): readonly string[] {
  const isLong = phases.some(({ startMs }) => startMs >= dayMs);
  const candidates = [5, 8].map((length) =>
    phases.map(({ startMs, isPeak }) => {
      if (isPeak) return 'peak';
      const time = new Date(counts.startMs + startMs).toISOString().slice(11, 11 + length);
      return `${isLong ? `d${Math.floor(startMs / dayMs) + 1}` : 'at'}-${time.replaceAll(':', '-')}`;
    }),
  );
  const fine = candidates.find((names) => new Set(names).size === names.length);
  return fine ?? phases.map(({ isPeak }, index) => (isPeak ? 'peak' : `part-${index + 1}`));
}
