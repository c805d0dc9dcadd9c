/** What the page is told of a run: its facts once, and from then on what has changed since a step. */
import { redactText } from '../../../kit/redact.js';
import { formatDuration } from '../../../kit/format.js';
import type { LiveFacts, LiveLane, LivePart, LiveWindow } from '../../../catalog/reporters/html/live/live-data.js';
import type { Story } from '../story/story.js';
import { nowOf } from './now-of.js';

/** What a thread tells late still belongs to one of these. */
const stepsAgain = 3;

export function factsOf({ plan, title, isSimulated }: Story): LiveFacts {
  const { scenario, phases, faults } = plan;
  return {
    name: redactText(scenario.name),
    description: redactText(scenario.description),
    title,
    isSimulated,
    phases: phases.map(({ name, startMs, endMs, isWarmup }) => ({ name, fromMs: startMs, toMs: endMs, isWarmup })),
    planned: faults.map(({ name, injectAtMs, healAtMs, stays }) => ({
      name,
      fromMs: injectAtMs,
      toMs: stays === true ? plan.durationMs : healAtMs,
    })),
  };
}

/** `seen`: steps that the page has; the last of them are told again. */
export function partOf(story: Story, seen: number): LivePart {
  const { seconds, state, plan, stage } = story;
  const first = Math.max(0, Math.min(seen, seconds.count) - stepsAgain);
  const durationMs = Math.max(plan.durationMs, seconds.count * seconds.stepMs, stage === 'set-up' ? 0 : state.nowMs);
  return {
    first,
    stepMs: seconds.stepMs,
    durationMs,
    columns: seconds.cells(first),
    errorClasses: seconds.errorClasses(),
    faults: windowsOf(story),
    lanes: lanesOf(story),
    now: nowOf(story),
  };
}

function windowsOf({ lanes, state }: Story): readonly LiveWindow[] {
  return [...lanes.faults.values()].map(({ name, fromMs, toMs }) => ({
    name,
    fromMs,
    toMs: toMs ?? Math.max(fromMs, state.nowMs),
    isOpen: toMs === null,
  }));
}

function lanesOf({ nodes, lanes, state, replicaLagMs }: Story): readonly LiveLane[] {
  return nodes.map(({ name, zone }) => {
    const states = (lanes.nodes.get(name) ?? []).map((stretch) => ({
      ...stretch,
      toMs: stretch.toMs ?? Math.max(stretch.fromMs, state.nowMs),
    }));
    const lagMs = replicaLagMs.get(name) ?? null;
    return { node: name, zone, states, note: lagMs === null ? '' : `, lag ${formatDuration(lagMs)}` };
  });
}
