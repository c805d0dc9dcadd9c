/** A comparison as one page that a manager understands in a minute: what came of it in sentences, the figures side by side, the same minute drawn for each variant, and what it rests on. */
import { loadAssets } from '../../../catalog/reporters/html/assets.js';
import { html, type Markup } from '../../../catalog/reporters/html/markup.js';
import { contentsOf, renderShell } from '../../../catalog/reporters/html/shell.js';
import { glossarySection } from '../../../catalog/reporters/html/term.js';
import type { Term } from '../../../catalog/reporters/words/glossary.js';
import { verdictWords } from '../../../catalog/reporters/words/status.js';
import { counted } from '../../../kit/format.js';
import type { ComparisonRecord } from '../../../model/comparison.js';
import { beganAt } from '../../study/began-at.js';
import { headlineOf } from '../headline.js';
import { meaningOf } from '../measures.js';
import type { Variant } from '../read-variants.js';
import { courseSection } from './course.js';
import { figuresSection } from './side-by-side.js';
import { originSections } from './origin.js';

const contents = [
  ['figures', 'Side by side'],
  ['course', 'Second by second'],
  ['differences', 'What differed'],
  ['same', 'What was the same'],
  ['reproduce', 'Reproduce'],
  ['glossary', 'Glossary'],
] as const;

/** Those that the page uses, and that their definitions use. */
const terms: readonly Term[] = [
  'acknowledged',
  'arrival',
  'availability',
  'baseline',
  'duplicate',
  'fault',
  'good',
  'heal outage',
  'in doubt',
  'inconclusive',
  'lost',
  'objective',
  'outage',
  'recovery time',
  'response time',
];

export function comparisonPage(record: ComparisonRecord, variants: readonly Variant[]): string {
  const { findings, scenario, isSimulated, toolVersion } = record;
  const title = `${titleOf(record)}: ${scenario.name}, ${beganAt(record)}`;
  const shell = {
    title,
    simulated: isSimulated ? 'No real database took part in this comparison.' : null,
    main: html`${topOf(record)} ${contentsOf(contents)} ${figuresSection(record, variants)} ${courseSection(variants)}
    ${originSections(record, variants)} ${glossarySection(terms)}`,
    bottom: `paystorm ${toolVersion} · exit code ${findings.exitCode}: ${meaningOf(findings.exitCode)}`,
    printed: {
      left: `${scenario.name} by ${record.setting}${isSimulated ? ', SIMULATED' : ''}`,
      center: `${beganAt(record)}, scenario ${record.scenarioHash.slice(0, 12)}`,
    },
  };
  return renderShell(shell, loadAssets('study'));
}

/** No verdict stands here: that every variant could be played says nothing of how any fared. */
function topOf(record: ComparisonRecord): Markup {
  const { scenario, setting, variants, findings } = record;
  const { icon, word } = verdictWords[findings.verdict];
  return html`<header class="top">
    <p class="kicker">
      paystorm comparison · <time datetime="${record.startedAt}">${beganAt(record)}</time> ·
      ${counted(variants.length, 'variant')} of <code>${setting}</code>
    </p>
    <h1><bdi>${titleOf(record)}</bdi></h1>
    <p class="lead"><bdi>${scenario.name}</bdi>: ${scenario.description}</p>
    <blockquote class="quote">
      ${headlineOf(record).map((sentence, index) => html`${index > 0 && ' '}<span>${sentence}</span>`)}
    </blockquote>
    ${
      findings.verdict !== 'pass' &&
      html`<p class="status warm">${icon} As a comparison: ${word}. ${findings.reasons[0] ?? ''}</p>`
    }
  </header>`;
}

/** "kill against pause"; of more a list. */
function titleOf({ variants }: ComparisonRecord): string {
  const values = variants.map(({ value }) => value);
  if (values.length === 2) return values.join(' against ');
  return `${values.slice(0, -1).join(', ')} and ${values.at(-1) ?? ''}`;
}
