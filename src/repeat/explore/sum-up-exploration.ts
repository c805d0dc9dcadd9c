/** What all episodes of an exploration say together: troubles by signature with what came of playing them again, and the worst of every kind of fault. */
import { counted } from '../../kit/format.js';
import { exitCodes } from '../../model/exit-code.js';
import type { CutEpisode, Episode, ExploreFindings, FoundTrouble, KindFindings, Trouble } from '../../model/explore.js';
import type { Measured } from '../../model/recovery.js';
import type { Verdict } from '../../model/verdict.js';
import type { Exploration } from './next-episode.js';

/** Of all that are not replays. */
const tellingShareMin = 0.8;

export function sumUpExploration(exploration: Exploration): ExploreFindings {
  const { episodes } = exploration;
  const found = findTroubles(episodes);
  const count = (purpose: Episode['purpose']): number => episodes.filter((each) => each.purpose === purpose).length;
  return {
    ...judge(found, exploration),
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
    const replays = episodes.filter(
      (each) => each.purpose === 'replay' && draws.includes(each.draw) && (each.inconclusive === null || shows(each)),
    );
    return { ...trouble, draws, replays: replays.length, reproduced: replays.filter(shows).length };
  });
}

type Judged = Pick<ExploreFindings, 'verdict' | 'exitCode' | 'reasons'>;

/** Wrong money is a fact, however rarely it is seen and whatever cut the episode; a service that failed once and never again in replays decides nothing. */
function judge(found: readonly FoundTrouble[], { episodes, cut, state }: Exploration): Judged {
  const open = found.filter(({ explainedBy }) => explainedBy === null);
  const heal = open.filter(({ weight }) => weight === 'heal');
  const data = open.filter(({ weight }) => weight === 'data');
  const service = open.filter(({ weight }) => weight === 'service');
  const lasting = service.filter(({ reproduced }) => reproduced > 0);
  const passing = service.filter(({ reproduced }) => reproduced === 0);
  const graveCuts = cut.filter(({ exitCode }) => exitCode !== null && graveCodes.includes(exitCode));
  const cutCodes = graveCuts.map(({ exitCode }) => exitCode);
  const isBroken = heal.length + data.length + lasting.length + graveCuts.length > 0;
  const verdict: Verdict = isBroken ? 'fail' : doubtOf(passing, episodes);
  const grave = { isDirty: heal.length > 0 || cutCodes.includes(exitCodes.healFailed), state };
  const isDataWrong = data.length > 0 || cutCodes.includes(exitCodes.dataViolation);
  return {
    verdict,
    exitCode: codeOf(verdict, { ...grave, isDataWrong }),
    reasons: [...graveCuts.map(cutReason), ...reasonsOf([...heal, ...data, ...lasting, ...passing], episodes)],
  };
}

const graveCodes: readonly number[] = [exitCodes.healFailed, exitCodes.dataViolation];

function cutReason({ number, folder }: CutEpisode): string {
  return `Episode ${number} failed before it was cut short (${folder}).`;
}

/** Something must have been broken, visibly, and nearly every episode must tell something, for nothing found to mean anything. */
function doubtOf(open: readonly unknown[], episodes: readonly Episode[]): Verdict {
  return open.length === 0 && hasBroken(episodes) && doTell(episodes) ? 'pass' : 'inconclusive';
}

function hasBroken(episodes: readonly Episode[]): boolean {
  return episodes.some(
    (each) => each.purpose === 'faults' && tells(each) && each.recoveries.some(({ isEffective }) => isEffective),
  );
}

function doTell(episodes: readonly Episode[]): boolean {
  const first = episodes.filter(({ purpose }) => purpose !== 'replay');
  const controls = first.filter(({ purpose }) => purpose === 'control');
  const isControlled = controls.length === 0 || controls.some(tells);
  return isControlled && first.filter(tells).length >= tellingShareMin * first.length;
}

function tells({ inconclusive }: Episode): boolean {
  return inconclusive === null;
}

interface Weighed {
  readonly isDirty: boolean;
  readonly isDataWrong: boolean;
  readonly state: Exploration['state'];
}

function codeOf(verdict: Verdict, { isDirty, isDataWrong, state }: Weighed): number {
  if (isDirty) return exitCodes.healFailed;
  if (isDataWrong) return exitCodes.dataViolation;
  if (verdict === 'fail') return exitCodes.gateFailed;
  if (state === 'interrupted') return exitCodes.interrupted;
  return verdict === 'pass' ? exitCodes.pass : exitCodes.inconclusive;
}

function reasonsOf(troubles: readonly FoundTrouble[], episodes: readonly Episode[]): readonly string[] {
  const doubtful = episodes.filter((each) => !tells(each));
  const hasStruck = episodes.some(({ purpose }) => purpose === 'faults');
  return [
    ...troubles.map(({ statement, draws, replays, reproduced }) => {
      const again = replays === 0 ? 'not played again' : `came back in ${reproduced} of ${counted(replays, 'replay')}`;
      return `In ${draws.length === 1 ? 'draw' : 'draws'} ${draws.join(', ')}, ${again}: ${statement}`;
    }),
    ...(hasStruck && !hasBroken(episodes) ? ['No fault was seen to have an effect.'] : []),
    ...(doubtful.length === 0
      ? []
      : [
          `${doubtful.length} of ${counted(episodes.length, 'episode')} told nothing: ${doubtful[0]?.inconclusive ?? ''}`,
        ]),
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
