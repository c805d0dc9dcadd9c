/** What a heal did to payments: from its start until they go through for good, which nobody can say before it is done. */
import { formatDuration } from '../../kit/format.js';
import type { FaultRecovery } from '../../model/recovery.js';
import { recoveryTime, search, type Span } from './fault-milestones.js';
import type { Observation } from './observation.js';
import { isUnseen } from './windows.js';

type HealMilestone = Pick<FaultRecovery, 'healOutageMs' | 'healInconclusive'>;

/** Null without a heal, and where too little was seen of what it did or of what followed. */
export function healMilestone(observation: Observation, span: Span): HealMilestone {
  const { goodput } = observation;
  const { heal } = span.story;
  const { toMs } = span.incident;
  // What is healed when nobody looks any more, such as after the load, is no part of the observation.
  if (heal === null || heal.startedMs >= toMs) return { healOutageMs: null, healInconclusive: null };
  if (isUnseen(goodput, { fromMs: heal.startedMs, toMs })) return tooSoon(toMs - heal.startedMs);
  const doneMs = heal.verifiedMs !== null && heal.verifiedMs < toMs ? heal.verifiedMs : Number.POSITIVE_INFINITY;
  const found = search(observation, span, { fromMs: heal.startedMs, doneMs });
  const why = whyOpen(observation, heal.verifiedMs, toMs);
  if (found.kind === 'too-short' && found.index === goodput.indexAt(heal.startedMs)) {
    if (why !== null) return { healOutageMs: null, healInconclusive: why };
    if (isUnseen(goodput, { fromMs: doneMs, toMs })) return tooSoon(toMs - doneMs);
    return { healOutageMs: { valueMs: 0, errorMs: 0, isCensored: false }, healInconclusive: null };
  }
  const injection = { midMs: heal.startedMs, halfWidthMs: 0 };
  return {
    healOutageMs: recoveryTime(observation, found, { injection, fromMs: heal.startedMs, toMs }),
    healInconclusive: found.kind === 'too-short' ? (why ?? tooShort) : null,
  };
}

const tooShort = 'Payments went through again after the heal, but observation ended too soon to call it lasting.';

function tooSoon(seenMs: number): HealMilestone {
  const healInconclusive = `Observation ended ${formatDuration(seenMs)} after the heal, too soon to see what it did.`;
  return { healOutageMs: null, healInconclusive };
}

/** Why what a heal did was not seen to its end: it was still going on when observation ended. Null when it was done by then. */
function whyOpen({ facts, observedUntilMs }: Observation, verifiedMs: number | null, toMs: number): string | null {
  if (verifiedMs !== null && verifiedMs < toMs) return null;
  const rest = 'so what it did in the end was not seen.';
  if (toMs < observedUntilMs) return `The heal was not done when the next fault came, ${rest}`;
  if (toMs < facts.header.plan.durationMs) return `The heal was not done when observation ended, ${rest}`;
  const by = verifiedMs === null ? 'and was not seen to be done' : `by ${formatDuration(verifiedMs - toMs)}`;
  return `The heal outlasted the load ${by}, ${rest}`;
}
