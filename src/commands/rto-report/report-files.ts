/** What a report over stored runs leaves in its folder, for one study or for a trend. */
import { printJson } from '../../kit/print-json.js';
import type { RtoRecord } from '../../model/rto.js';
import type { TrendRecord } from '../../model/trend.js';
import { rtoPages } from '../rto/rto-pages.js';
import type { StudyPage } from '../study/conclude-study.js';
import { trendMarkdown } from './trend-markdown.js';
import { trendPage } from './trend-page.js';

export function filesOfPool(record: RtoRecord): readonly StudyPage[] {
  return [{ file: 'rto.json', text: printJson(record) }, ...rtoPages(record)];
}

export function filesOfTrend(trend: TrendRecord): readonly StudyPage[] {
  return [
    { file: 'trend.json', text: printJson(trend) },
    { file: 'trend.md', text: trendMarkdown(trend) },
    { file: 'trend.html', text: trendPage(trend) },
  ];
}
