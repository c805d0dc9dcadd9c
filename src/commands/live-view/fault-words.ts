/** How one fault stands, for whoever watches: ahead, on, or over. */
import { formatClock } from '../../kit/format.js';
import type { Paint } from '../../kit/paint.js';
import type { ScheduledFault } from '../../model/plan.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import type { LiveFault, LiveState } from './live-state.js';

export function faultCell(scheduled: ScheduledFault, state: LiveState, paint: Paint): string {
  const fault = state.faults.get(scheduled.name);
  const name = plainText(scheduled.name);
  if (fault === undefined) {
    const waitMs = scheduled.injectAtMs - state.nowMs;
    return paint.quiet(waitMs > 0 ? `◇ ${name} in ${formatClock(waitMs)}` : `◇ ${name} is due`);
  }
  const on = fault.nodes.length === 0 ? '' : ` on ${fault.nodes.map(plainText).join(', ')}`;
  const text = `${name}${on} ${faultWord(fault, scheduled.stays === true ? null : scheduled.healAtMs - state.nowMs)}`;
  return fault.status === 'healed' ? paint.quiet(`◇ ${text}`) : paint.warm(`◆ ${text}`);
}

/** Null for what stays. */
function faultWord(fault: LiveFault, untilHealMs: number | null): string {
  switch (fault.status) {
    case 'injecting':
      return 'is being injected';
    case 'injected':
      if (untilHealMs === null) return 'is done';
      return untilHealMs > 0 ? `is active, heals in ${formatClock(untilHealMs)}` : 'is active, its heal is due';
    case 'healing':
      return 'is being healed';
    case 'healed':
      return 'is healed';
    case 'ineffective':
      return 'had no effect';
    case 'heal-failed':
      return 'could not be healed';
    default:
      return fault.status satisfies never;
  }
}
