/** Plain lines for a log: what is notable, and every few seconds how the load is. */
import { formatClock, formatCount, formatDuration } from '../../kit/format.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import { loadNow, type LiveState } from './live-state.js';
import { momentOf, type Screen, type ScreenOptions } from './screen.js';

const plainEveryMs = 5_000;

export function logScreen({ write }: Pick<ScreenOptions, 'write'>): Screen {
  let nextMs = plainEveryMs;
  const line = (text: string): void => write(`${plainText(text)}\n`);
  return {
    onChange: (state) => {
      if (state.latest.size === 0 || state.nowMs < nextMs) return;
      nextMs = (Math.floor(state.nowMs / plainEveryMs) + 1) * plainEveryMs;
      line(`[${formatClock(state.nowMs)}] ${summaryOf(state)}`);
    },
    onNotable: (_state, sentence, { atMs }) => line(`[${momentOf(atMs)}] ${sentence}`),
    onProgress: (_state, text) => line(text),
    onAsking: () => {},
    clear: () => {},
    close: () => {},
  };
}

function summaryOf(state: LiveState): string {
  const now = loadNow(state);
  const phase = state.plan.phases.find(({ endMs }) => state.nowMs < endMs)?.name ?? 'drain';
  const errors = Object.values(now.errors).reduce((sum, count) => sum + count, 0);
  const states = [...state.nodes.values()];
  const serving = states.filter((nodeState) => nodeState === 'serving').length;
  const unknown = states.filter((nodeState) => nodeState === 'unknown').length;
  return [
    `${phase}: offered ${formatCount(now.offered)}/s`,
    `acknowledged ${formatCount(now.acknowledged)}/s`,
    `p99 ${formatDuration(now.responseTimeMsP99)}`,
    `in flight ${formatCount(now.inFlight)}`,
    `errors ${formatCount(errors)}/s`,
    `dropped ${formatCount(state.sums.dropped)} so far`,
    `${serving} of ${states.length} nodes serving${unknown === 0 ? '' : ` (${unknown} unknown)`}`,
  ].join(', ');
}
