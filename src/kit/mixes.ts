/** Which mixes a scenario's traffic follows, and which operations can come of them. */
import type { Mix, PhaseSettings } from '../model/scenario.js';

/** As much of it as is looked at here. */
interface Traffic {
  readonly mix: Mix;
  readonly phases: readonly Pick<PhaseSettings, 'mix'>[];
}

/** What a phase asks for: its own mix, or that of the traffic. */
export function mixOf(phase: Traffic['phases'][number], traffic: Pick<Traffic, 'mix'>): Mix {
  return phase.mix ?? traffic.mix;
}

/** Sorted names of everything that some phase can ask for. */
export function operationsOf(traffic: Traffic): readonly string[] {
  const isOwn = traffic.phases.length > 0 && traffic.phases.every((phase) => phase.mix !== undefined);
  const mixes = [...(isOwn ? [] : [traffic.mix]), ...traffic.phases.map((phase) => mixOf(phase, traffic))];
  return [...new Set(mixes.flatMap((mix) => Object.keys(mix)))].sort();
}
