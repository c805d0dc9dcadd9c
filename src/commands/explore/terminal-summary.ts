/** The summary that ends an exploration in the terminal: verdict, what was found and whether it came back, and the worst of every kind of fault. */
import { counted, formatCount, formatMeasured } from '../../kit/format.js';
import type { ExploreRecord, FoundTrouble } from '../../model/explore.js';
import { painted, tableOf, type Page } from '../../catalog/reporters/terminal/page.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';
import { endOfSummary, joinSections, summaryPage, type SummaryOptions } from '../study/summary-page.js';
import { againWords, commandAgain } from './episode-words.js';

export function terminalSummary(record: ExploreRecord, options: SummaryOptions): string {
  const page = summaryPage(options);
  const folder = {
    what: 'Exploration',
    file: 'explore.md',
    beside: 'with a report for each episode beside it',
    directory: options.directory,
  };
  return joinSections([
    record.isSimulated ? page.paint.warm('SIMULATED: no real database took part in this exploration.') : '',
    headOf(record, page),
    record.findings.found.map((each) => troubleOf(each, record, page)).join('\n'),
    kindsOf(record, page),
    endOfSummary(folder, record.findings, page),
  ]);
}

function headOf({ scenario, findings }: ExploreRecord, page: Page): string {
  const verdict = painted(verdictWords[findings.verdict], page, true);
  const { controls, faulted, replays, acknowledged } = findings;
  return [
    `${verdict}  ${page.paint.strong(clean(scenario.name))}, seed ${scenario.seed}`,
    wrap(whatWasPlayed({ controls, faulted, replays, acknowledged }), page.columns, '  '),
    ...findings.reasons.map((reason) => wrap(clean(reason), page.columns, '  ')),
  ].join('\n');
}

/** A whole sentence. */
export function whatWasPlayed(
  findings: Pick<ExploreRecord['findings'], 'controls' | 'faulted' | 'replays' | 'acknowledged'>,
): string {
  const { controls, faulted, replays, acknowledged } = findings;
  const again = replays === 0 ? '' : `, ${replays} played once more`;
  return `${counted(faulted, 'episode')} with faults and ${controls} without as control${again}; ${formatCount(acknowledged)} acknowledged payments were looked for in the ledger.`;
}

function troubleOf(trouble: FoundTrouble, record: ExploreRecord, page: Page): string {
  const [draw = 1] = trouble.draws;
  const mark = trouble.explainedBy === null ? page.paint.violation('✘') : page.paint.warm('!');
  const again = trouble.explainedBy === null ? [`Again: ${commandAgain(record, draw).join(' ')}`] : [];
  return [
    wrap(`${mark} ${clean(trouble.statement)}`, page.columns),
    ...[againWords(trouble), ...again].map((line) => wrap(clean(line), page.columns, '    ')),
  ].join('\n');
}

function kindsOf({ findings }: ExploreRecord, page: Page): string {
  if (findings.kinds.length === 0) return '';
  const rows = findings.kinds.map(({ kind, strikes, unseen, longestRecovery, longestHealOutage }) => [
    kind,
    unseen === 0 ? String(strikes) : `${strikes} (${unseen} unseen)`,
    formatMeasured(longestRecovery),
    formatMeasured(longestHealOutage),
  ]);
  return tableOf(page, [null, 16, 20, 20], rows, ['fault', 'struck', 'longest recovery', 'longest heal outage']);
}
