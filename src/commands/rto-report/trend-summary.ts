/** A trend in the terminal. */
import { painted, tableOf } from '../../catalog/reporters/terminal/page.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';
import type { TrendRecord } from '../../model/trend.js';
import { endOfSummary, joinSections, sentenceList, summaryPage, type SummaryOptions } from '../study/summary-page.js';
import { lastOf, releaseCells, storyName } from './trend-words.js';

export function trendSummary(trend: TrendRecord, options: SummaryOptions): string {
  const page = summaryPage(options);
  const { findings, releases, differences, isSimulated } = trend;
  const head = `${painted(verdictWords[findings.verdict], page, true)}  ${page.paint.strong(clean(storyName(trend)))}, release by release; the last is ${clean(lastOf(releases).name)}`;
  const rows = releases.map((release) => {
    const [name, from, count, , longest, median, , objective] = releaseCells(release).map(clean);
    return [name, from, count, longest, median, objective] as string[];
  });
  const table = tableOf(page, [null, 12, 6, 16, 16, 14], rows, [
    'release',
    'from',
    'N',
    'longest',
    'median',
    'objective',
  ]);
  const folder = {
    what: 'Trend',
    file: 'trend.html',
    beside: 'with trend.md and trend.json',
    directory: options.directory,
  };
  return joinSections([
    isSimulated ? page.paint.warm('SIMULATED: no real database took part in these studies.') : '',
    wrap(head, page.columns),
    table,
    findings.changes.map(({ sentence }) => wrap(clean(sentence), page.columns)).join('\n'),
    sentenceList('What else differs:', differences, page),
    endOfSummary(folder, findings, page),
  ]);
}
