/** A contrast in the terminal: what differs, what got better or worse, and whether chance may have done it. */
import { painted, tableOf, type Page } from '../../catalog/reporters/terminal/page.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';
import { counted } from '../../kit/format.js';
import type { Contrast, ContrastRecord, ContrastSide } from '../../model/contrast.js';
import { joinSections, summaryPage } from '../study/summary-page.js';
import {
  chanceWords,
  contrastWords,
  intervalWords,
  meaningOfContrast,
  measureWords,
  methodSentences,
  moneyLine,
  shiftWords,
  shownMeasures,
  sideWords,
} from './measure-words.js';

export interface SummaryOptions {
  readonly hasColor: boolean;
  readonly columns: number;
  readonly isAll: boolean;
}

const differencesShown = 12;

export function terminalSummary(record: ContrastRecord, options: SummaryOptions): string {
  const page = summaryPage({ ...options, directory: '' });
  const { before, contrasts, exitCode } = record;
  const simulated = [before, ...contrasts.map(({ after }) => after)].some(({ isSimulated }) => isSimulated);
  return joinSections([
    simulated ? page.paint.warm('SIMULATED: not all of these runs met a real database.') : '',
    ...contrasts.map((contrast) => contrastText(before, contrast, { page, isAll: options.isAll })),
    `Exit code ${exitCode}: ${meaningOfContrast(exitCode)}.`,
  ]);
}

interface Shown {
  readonly page: Page;
  readonly isAll: boolean;
}

function contrastText(before: ContrastSide, contrast: Contrast, { page, isAll }: Shown): string {
  const money = isAll ? null : moneyLine(contrast);
  return [
    headOf(before, contrast, page),
    differencesText(contrast, isAll, page),
    measuresTable(contrast, isAll, page),
    ...(money === null ? [] : [money]),
    methodSentences(contrast)
      .map((sentence) => page.paint.quiet(wrap(sentence, page.columns)))
      .join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headOf(before: ContrastSide, { after, verdict, reasons }: Contrast, page: Page): string {
  const head = `${painted(contrastWords[verdict], page, true)}  ${page.paint.strong(clean(after.scenario))}`;
  const sides = wrap(`Before: ${sideWordsOf(before)}. After: ${sideWordsOf(after)}.`, page.columns, '  ');
  return [head, sides, ...reasons.map((reason) => wrap(`- ${clean(reason)}`, page.columns, '  '))].join('\n');
}

function sideWordsOf({ name, runs }: ContrastSide): string {
  return `${clean(name)} (${counted(runs, 'run')})`;
}

function differencesText({ differences }: Contrast, isAll: boolean, page: Page): string {
  if (differences.length === 0) return page.paint.quiet('Scenario, target, machine and paystorm are the same.');
  const shown = isAll ? differences : differences.slice(0, differencesShown);
  const rest = differences.length - shown.length;
  return [
    page.paint.quiet('What else is not the same'),
    ...shown.map(({ what, before, after }) =>
      wrap(`${clean(what)}: ${clean(before)} → ${clean(after)}`, page.columns, '  '),
    ),
    ...(rest === 0 ? [] : [`  and ${rest} more: --all shows them`]),
  ].join('\n');
}

function measuresTable(contrast: Contrast, isAll: boolean, page: Page): string {
  const { shown, left } = shownMeasures(contrast, isAll);
  const rows = shown.map((measure) => [
    `${clean(shortened(measure.measure))}${measure.isHeadline ? '' : ' *'}`,
    sideWords(measure.effect?.before, measure.unit),
    sideWords(measure.effect?.after, measure.unit),
    [shiftWords(measure), intervalWords(measure)].filter((part) => part !== '').join('\n'),
    chanceWords(measure),
    painted(measureWords[measure.status], page),
  ]);
  if (rows.length === 0) return '';
  const table = tableOf(page, [null, 11, 11, 20, 9, 11], rows, ['', 'before', 'after', 'shift', 'p', '']);
  const notes = [
    ...(shown.some(({ isHeadline }) => !isHeadline) ? ['* no headline measure'] : []),
    ...(left === 0 ? [] : [`${left} more moved, too: --all shows every measure`]),
  ];
  return [table, ...notes.map((note) => page.paint.quiet(note))].join('\n');
}

function shortened(measure: string): string {
  return measure.replace(/ during run$/u, '').replace('response_time', 'response');
}
