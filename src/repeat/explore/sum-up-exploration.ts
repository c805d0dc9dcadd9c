/** What all episodes of an exploration say together: troubles by signature with what came of playing them again, and the worst of every kind of fault. */
import { counted } from '../../kit/format.js';
import { exitCodes } from '../../model/exit-code.js';
import type { Episode, ExploreFindings, FoundTrouble, KindFindings, Trouble } from '../../model/explore.js';
import type { Measured } from '../../model/recovery.js';
import type { Verdict } from '../../model/verdict.js';
import type { Exploration } from './next-episode.js';

export function sumUpExploration({ episodes, state }: Exploration): ExploreFindings {
  const found = findTroubles(episodes);
  const count = (purpose: Episode['purpose']): number => episodes.filter((each) => each.purpose === purpose).length;
  return {
    ...judge(found, episodes, state),
    controls: count('control'),
    faulted: count('faults'),
    replays: count('replay'),
    acknowledged: episodes.reduce((sum, { acknowledged }) => sum + (acknowledged ?? 0), 0),
    found,
    kinds: kindsOf(episodes),
  };
}

function findTroubles(episodes: readonly Episode[]): readonly FoundTrouble[] {
  const shown = new Map<string, Trouble>();
  for (const trouble of episodes.flatMap((each) => each.troubles)) {
    if (!shown.has(trouble.signature)) shown.set(trouble.signature, trouble);
  }
  return [...shown.values()].map((trouble) => {
    const shows = ({ troubles }: Episode): boolean => troubles.some(({ signature }) => signature === trouble.signature);
    const draws = [...new Set(episodes.filter(shows).map(({ draw }) => draw))];
    const replays = episodes.filter((each) => each.purpose === 'replay' && draws.includes(each.draw));
    return { ...trouble, draws, replays: replays.length, reproduced: replays.filter(shows).length };
  });
}

type Judged = Pick<ExploreFindings, 'verdict' | 'exitCode' | 'reasons'>;

/** Wrong money is a fact, however rarely it is seen; a service that failed once and never again in replays decides nothing. */
function judge(found: readonly FoundTrouble[], episodes: readonly Episode[], state: Exploration['state']): Judged {
  const open = found.filter(({ explainedBy }) => explainedBy === null);
  const heal = open.filter(({ weight }) => weight === 'heal');
  const data = open.filter(({ weight }) => weight === 'data');
  const service = open.filter(({ weight }) => weight === 'service');
  const lasting = service.filter(({ reproduced }) => reproduced > 0);
  const reasons = [...heal, ...data, ...lasting, ...service.filter(({ reproduced }) => reproduced === 0)];
  const verdict: Verdict = heal.length + data.length + lasting.length > 0 ? 'fail' : doubtOf(reasons, episodes);
  return { verdict, exitCode: codeOf(verdict, { heal, data, state }), reasons: reasonsOf(reasons, episodes) };
}

function doubtOf(reasons: readonly unknown[], episodes: readonly Episode[]): Verdict {
  const telling = episodes.filter(({ inconclusive }) => inconclusive === null);
  const isTold = telling.some(({ purpose }) => purpose === 'faults');
  return reasons.length === 0 && isTold ? 'pass' : 'inconclusive';
}

interface Weighed {
  readonly heal: readonly unknown[];
  readonly data: readonly unknown[];
  readonly state: Exploration['state'];
}

function codeOf(verdict: Verdict, { heal, data, state }: Weighed): number {
  if (heal.length > 0) return exitCodes.healFailed;
  if (data.length > 0) return exitCodes.dataViolation;
  if (verdict === 'fail') return exitCodes.gateFailed;
  if (state === 'interrupted') return exitCodes.interrupted;
  return verdict === 'pass' ? exitCodes.pass : exitCodes.inconclusive;
}

function reasonsOf(troubles: readonly FoundTrouble[], episodes: readonly Episode[]): readonly string[] {
  const doubtful = episodes.filter(({ inconclusive }) => inconclusive !== null);
  return [
    ...troubles.map(({ statement, draws, replays, reproduced }) => {
      const again = replays === 0 ? 'not played again' : `came back in ${reproduced} of ${counted(replays, 'replay')}`;
      return `In ${draws.length === 1 ? 'draw' : 'draws'} ${draws.join(', ')}, ${again}: ${statement}`;
    }),
    ...(doubtful.length === 0
      ? []
      : [`${counted(doubtful.length, 'episode')} told nothing: ${doubtful[0]?.inconclusive ?? ''}`]),
  ];
}

function kindsOf(episodes: readonly Episode[]): readonly KindFindings[] {
  const recoveries = episodes.flatMap((each) => each.recoveries);
  const kinds = [...new Set(recoveries.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => {
    const mine = recoveries.filter((each) => each.kind === kind);
    return {
      kind,
      strikes: mine.length,
      unseen: mine.filter(({ isEffective }) => !isEffective).length,
      longestRecovery: longest(mine.map(({ recoveryTimeMs }) => recoveryTimeMs)),
      longestHealOutage: longest(mine.map(({ healOutageMs }) => healOutageMs)),
    };
  });
}

function longest(list: readonly (Measured | null)[]): Measured | null {
  return list.reduce((most, each) => (each !== null && each.valueMs > (most?.valueMs ?? -1) ? each : most), null);
}
