/** The report for people: one self-contained page with the verdict, the story and the proof. This folder is the sole home of chart.js. */
import type { ReporterKind } from '../../../model/reporter.js';
import { loadAssets } from './assets.js';
import { renderPage } from './page.js';

export const html: ReporterKind = {
  kind: 'html',
  summary:
    'One self-contained page that opens offline: verdict, gates, recovery, timeline, reconciliation, environment.',
  file: 'report.html',
  render: (record) => renderPage(record, loadAssets('report')),
};
