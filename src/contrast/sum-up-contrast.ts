/** The verdict of a contrast, and why, in whole sentences. */
import { counted } from '../kit/format.js';
import { formatFigure } from '../kit/format-figure.js';
import type { Contrast, ContrastMeasure, ContrastSide } from '../model/contrast.js';
import { exitCodes, type ExitCode } from '../model/exit-code.js';
import { hiddenSentences, isHiding } from './hidden.js';
import { isBlind, unreachable } from './reach.js';

export interface Surroundings {
  readonly obstacle: string | null;
  readonly before: ContrastSide;
  readonly after: ContrastSide;
}

export function sumUpContrast(
  measures: readonly ContrastMeasure[],
  { obstacle, before, after }: Surroundings,
): Pick<Contrast, 'verdict' | 'reasons'> {
  const headline = measures.filter(({ isHeadline }) => isHeadline);
  const worse = headline.filter(({ status }) => status === 'worse');
  const open = headline.filter(({ status }) => status === 'not-comparable');
  const unproven = headline.filter(({ status }) => status === 'unproven');
  const better = headline.filter(({ status }) => status === 'better');
  const isOpen = open.length > 0 || headline.length === 0 || isBlind(unproven, headline) || isHiding(headline);
  const verdict = worse.length > 0 ? 'worse' : isOpen ? 'inconclusive' : 'no-worse';
  const reasons = [
    ...worse.map((each) => `${each.measure} is worse${fromTo(each)}. ${each.reason}`),
    ...(obstacle === null ? openReasons(open) : [obstacle]),
    ...(headline.length === 0 ? ['The runs hold nothing that could be compared.'] : []),
    ...unproven.map((each) => `${each.measure} is not what it was${fromTo(each)}. ${each.reason}`),
    ...better.map((each) => `${each.measure} is better${fromTo(each)}. ${each.reason}`),
    ...hiddenSentences(headline),
    ...unreachable(headline),
    ...oneRun(headline),
    ...[before, after].flatMap(({ name, doubts, runs }) =>
      doubts.length === 0 ? [] : [`Of ${name}, ${counted(doubts.length, 'run')} of ${runs} left out. ${doubts[0]}`],
    ),
  ];
  const well = verdict === 'no-worse' && better.length + unproven.length === 0;
  return { verdict, reasons: well ? ['No headline measure moved by more than is allowed.', ...reasons] : reasons };
}

/** ": 4.28 ms before, 24.3 ms after". */
function fromTo({ effect, unit }: ContrastMeasure): string {
  if (effect === null) return '';
  const [before, after] = [effect.before, effect.after].map(
    ({ value, isAtLeast }) => `${isAtLeast ? 'at least ' : ''}${formatFigure(value, unit)}`,
  );
  return `: ${before} before, ${after} after`;
}

/** Measures that cannot be compared for the same reason are told together. */
function openReasons(open: readonly ContrastMeasure[]): readonly string[] {
  return [...new Set(open.map(({ reason }) => reason))].map((reason) => {
    const names = open.filter((each) => each.reason === reason).map(({ measure }) => measure);
    return `Not comparable: ${names.join(', ')}. ${reason}`;
  });
}

/** What within one run cannot be seen. */
function oneRun(headline: readonly ContrastMeasure[]): readonly string[] {
  if (!headline.some(({ effect }) => effect?.method === 'blocks')) return [];
  return [
    'So few runs are judged by what varies within them. How one run differs from the next they do not show, so what differs may be the run and not the release: five runs on each side tell.',
  ];
}

/** A violation of the money wins over everything, as it does in a run. */
export function contrastExitCode(contrasts: readonly Contrast[]): ExitCode {
  const measures = contrasts.flatMap((contrast) => contrast.measures);
  if (measures.some(({ isMoney, status }) => isMoney && status === 'worse')) return exitCodes.dataViolation;
  if (contrasts.some(({ verdict }) => verdict === 'worse')) return exitCodes.gateFailed;
  return contrasts.some(({ verdict }) => verdict === 'inconclusive') ? exitCodes.inconclusive : exitCodes.pass;
}
