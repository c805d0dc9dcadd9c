/** The pages of a study of recovery times. */
import type { RtoRecord } from '../../model/rto.js';
import type { StudyPage } from '../study/conclude-study.js';
import { markdownPage } from './markdown-page.js';
import { rtoPage } from './page/rto-page.js';

export function rtoPages(record: RtoRecord): readonly StudyPage[] {
  return [
    { file: 'rto.md', text: markdownPage(record) },
    { file: 'rto.html', text: rtoPage(record) },
  ];
}
