/** Says in whole sentences why a study's verdict is what it is, most important first. */
import type { Study } from './study.js';

const reasonsMax = 50;

export function studyReasons({ repetitions, cut, wanted, state }: Study, conclusive: number): readonly string[] {
  const failed = repetitions.filter((each) => each.verdict === 'fail');
  const violated = cut.filter((each) => each.verdict === 'fail');
  const stopped = cut.filter((each) => each.verdict !== 'fail');
  const open = repetitions.filter((each) => each.inconclusive !== null);
  const reasons = [
    ...failed.map(({ variation, reasons: own }) => `Repetition ${variation.repetition} failed: ${own[0] ?? ''}`.trim()),
    ...violated.map(({ repetition, folder }) => `Repetition ${repetition} failed before it was cut short (${folder}).`),
    ...(state === 'interrupted'
      ? ['The study was interrupted; the same command with the same --out continues it.']
      : []),
    ...(conclusive < wanted
      ? [
          `Only ${conclusive} of the ${wanted} repetitions asked for are conclusive so far.`,
          ...stopped.map(
            ({ repetition, folder }) => `Repetition ${repetition} was cut short, and does not count (${folder}).`,
          ),
        ]
      : []),
    ...open.map(({ variation, inconclusive }) => `Repetition ${variation.repetition} does not count. ${inconclusive}`),
  ];
  const isWell = failed.length + violated.length === 0 && conclusive >= wanted && state !== 'interrupted';
  return [...(isWell ? [allWell(conclusive)] : []), ...reasons].slice(0, reasonsMax);
}

function allWell(conclusive: number): string {
  return conclusive === 1
    ? 'Every gate and every check holds in the one repetition that counts.'
    : `Every gate and every check holds in each of the ${conclusive} repetitions that count.`;
}
