/** How episodes, their faults and their troubles are told, the same in terminal and page. */
import { formatDuration } from '../../kit/format.js';
import type { DrawnFault, Episode, ExploreRecord, FoundTrouble } from '../../model/explore.js';

export const purposeWords: Readonly<Record<Episode['purpose'], string>> = {
  control: 'control',
  faults: 'faults',
  replay: 'once more',
};

/** "episode 3 (draw 2, once more)". */
export function titleOf({ number, draw, purpose }: Pick<Episode, 'number' | 'draw' | 'purpose'>): string {
  return `episode ${number} (draw ${draw}, ${purposeWords[purpose]})`;
}

/** "at 14.2 s for 3.2 s: kills node jkt-b with SIGKILL"; the moment first, because sentences may speak of times too. */
export function faultWords({ sentence, atMs, healAfterMs }: DrawnFault): string {
  return `at ${formatDuration(atMs)} for ${formatDuration(healAfterMs)}: ${sentence}`;
}

export function faultsOf({ faults }: Pick<Episode, 'faults'>): string {
  return faults.length === 0 ? 'nothing broken' : faults.map(({ kind }) => kind).join(', ');
}

export function troublesOf({ troubles, inconclusive }: Episode): string {
  const open = troubles.filter(({ explainedBy }) => explainedBy === null).map(({ signature }) => signature);
  const explained = troubles.length - open.length;
  const list = [
    ...open,
    ...(explained === 0 ? [] : [`${explained} that the claims admit`]),
    ...(inconclusive === null ? [] : ['inconclusive']),
  ];
  return list.length === 0 ? 'nothing found' : list.join(', ');
}

export function againWords({ draws, replays, reproduced, explainedBy }: FoundTrouble): string {
  const where = `${draws.length === 1 ? 'draw' : 'draws'} ${draws.join(', ')}`;
  if (explainedBy !== null) return `${where}; explained: ${explainedBy}`;
  return `${where}; came back in ${reproduced} of ${replays} played once more`;
}

/** The same command, with the draw that showed it, and in a folder of its own. */
export function commandAgain({ command }: ExploreRecord, draw: number): readonly string[] {
  const kept = command.filter((word, index) => !isReplaced(word) && !isReplaced(command[index - 1] ?? ''));
  return [...kept, '--draw', String(draw)];
}

function isReplaced(word: string): boolean {
  return word === '--out' || word === '--draw';
}

/** The faults of a draw as a scenario writes them. */
export function asScenario(faults: readonly DrawnFault[]): string {
  const lines = faults.map(({ name, kind, settings, atMs, healAfterMs }) => {
    const rest = Object.entries(settings).map(([key, value]) => `, ${key}: ${JSON.stringify(value)}`);
    return `  - { name: ${name}, fault: ${kind}, at: start + ${atMs}ms, heal: ${healAfterMs}ms${rest.join('')} }`;
  });
  return ['faults:', ...lines].join('\n');
}
