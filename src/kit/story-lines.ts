/** A story in plain lines, for readers without drawings: who took part, then what happened. */
import type { Story, StoryMember } from '../model/anomaly-story.js';
import { formatClock } from './format.js';

export function storyLines({ members, steps }: Story): readonly string[] {
  return [...members.map((member, index) => `T${index + 1} is ${introduction(member)}.`), ...steps];
}

function introduction({ name, node, session, startMs, endMs, end }: StoryMember): string {
  const until = endMs === null ? '' : ` to ${formatClock(endMs, 3)}`;
  return `${name} on ${node} (session ${session}), from ${formatClock(startMs, 3)}${until}, ${end}`;
}
