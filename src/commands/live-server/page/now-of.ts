/** What is true of a run now: one headline, a few large numbers, and what has just happened. */
import { formatClock, formatCount, formatDuration } from '../../../kit/format.js';
import { createPaint } from '../../../kit/paint.js';
import { redactText } from '../../../kit/redact.js';
import type { LiveFigure, LiveNow } from '../../../catalog/reporters/html/live/live-data.js';
import { faultCell } from '../../live-view/fault-words.js';
import { momentOf } from '../../live-view/screen.js';
import { gatesOf } from '../metrics/run-families.js';
import type { Story } from '../story/story.js';

const toldMax = 12;
const plain = createPaint(false);

export function nowOf(story: Story): LiveNow {
  const { plan, state, stage, told } = story;
  return {
    stage,
    clock: clockOf(story),
    headline: headlineOf(story),
    figures: figuresOf(story),
    faults: plan.faults.map((fault) => ({
      text: faultCell(fault, state, plain),
      isWarm: isOn(state.faults.get(fault.name)?.status),
    })),
    gates: stage === 'load' ? gatesOf(story).map(([text, isBroken]) => ({ text, isBroken })) : [],
    told: told
      .slice(-toldMax)
      .reverse()
      .map(({ atMs, sentence }) => ({ clock: momentOf(atMs), sentence: redactText(sentence) })),
  };
}

function headlineOf({ plan, state, stage }: Story): string {
  switch (stage) {
    case 'set-up':
      return asSentence(state.progress ?? 'Setting up');
    case 'load': {
      const phase = plan.phases.find(({ endMs }) => state.nowMs < endMs);
      const on = plan.faults.filter(({ name }) => isOn(state.faults.get(name)?.status)).map(({ name }) => name);
      const broken = on.length === 0 ? '' : ` Broken: ${on.join(', ')}.`;
      if (phase === undefined) return `Waiting for the last answers.${broken}`;
      return `Phase ${phase.name}, ${formatClock(Math.max(0, phase.endMs - state.nowMs))} to go.${broken}`;
    }
    case 'audit':
      return asSentence(state.progress ?? 'The load is over, every payment is looked up');
    case 'ended':
      return 'The run has ended.';
    default:
      return stage satisfies never;
  }
}

function clockOf({ plan, state, stage }: Story): string {
  if (stage === 'set-up') return `${formatClock(plan.durationMs)} to come`;
  return `${formatClock(Math.min(plan.durationMs, Math.max(0, state.nowMs)))} of ${formatClock(plan.durationMs)}`;
}

/** The last whole second, as the charts show it. */
function figuresOf({ seconds, state, stage }: Story): readonly LiveFigure[] {
  const cells = seconds.cells(Math.max(0, seconds.count - 1));
  const last = (name: string): number | null => (stage === 'load' ? (cells[name]?.[0] ?? null) : null);
  const errors = Object.keys(cells)
    .filter((name) => name.startsWith('error:'))
    .reduce((sum, name) => sum + (last(name) ?? 0), 0);
  const [offered, good] = [last('offered'), last('good')];
  const { inDoubt, dropped } = state.sums;
  return [
    { label: 'offered per second', value: rate(offered), isWarm: false },
    { label: 'good per second', value: rate(good), isWarm: offered !== null && good !== null && good < offered * 0.95 },
    { label: 'response time p99', value: last('p99') === null ? '–' : formatDuration(last('p99')), isWarm: false },
    { label: 'errors per second', value: offered === null ? '–' : rate(errors), isWarm: errors > 0 },
    { label: 'in doubt so far', value: formatCount(inDoubt), isWarm: inDoubt > 0 },
    { label: 'dropped so far', value: formatCount(dropped), isWarm: dropped > 0 },
  ];
}

function rate(value: number | null): string {
  return value === null ? '–' : formatCount(Math.round(value));
}

function isOn(status: string | undefined): boolean {
  return status !== undefined && status !== 'healed' && status !== 'ineffective';
}

function asSentence(text: string): string {
  const redacted = redactText(text);
  return `${redacted.charAt(0).toUpperCase()}${redacted.slice(1)}${/[.!?…]$/u.test(redacted) ? '' : ' …'}`;
}
