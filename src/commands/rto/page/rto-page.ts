/** A study as one page for people and auditors: the sentence to quote first, then what it rests on. */
import { loadAssets } from '../../../catalog/reporters/html/assets.js';
import { html } from '../../../catalog/reporters/html/markup.js';
import { contentsOf, renderShell } from '../../../catalog/reporters/html/shell.js';
import { glossarySection } from '../../../catalog/reporters/html/term.js';
import type { Term } from '../../../catalog/reporters/words/glossary.js';
import { verdictWords } from '../../../catalog/reporters/words/status.js';
import type { RtoRecord } from '../../../model/rto.js';
import { beganAt } from '../../study/began-at.js';
import { claimsSection } from './claims.js';
import { originSections } from './origin.js';
import { recoverySection } from './recovery.js';
import { repetitionsSection } from './repetitions.js';
import { verdictSection } from './verdict.js';

const contents = [
  ['recovery', 'Recovery'],
  ['claims', 'Claims'],
  ['repetitions', 'Repetitions'],
  ['environment', 'Environment'],
  ['reproduce', 'Reproduce'],
  ['glossary', 'Glossary'],
] as const;

/** Those that the page uses, and that their definitions use. */
const terms: readonly Term[] = [
  'acknowledged',
  'arrival',
  'baseline',
  'evidence grade',
  'fault',
  'full redundancy',
  'good',
  'heal outage',
  'in doubt',
  'inconclusive',
  'lost',
  'median interval',
  'objective',
  'outage',
  'phase of a fault',
  'recovery time',
  'repetition',
];

export function rtoPage(record: RtoRecord): string {
  const { findings, scenario, isSimulated, toolVersion } = record;
  const shell = {
    title: `${verdictWords[findings.verdict].word}: recovery of ${scenario.name}, ${beganAt(record)}`,
    simulated: isSimulated ? 'No real database took part in this study.' : null,
    main: html`${verdictSection(record)} ${contentsOf(contents)} ${recoverySection(record)} ${claimsSection(record)}
    ${repetitionsSection(record)} ${originSections(record)} ${glossarySection(terms)}`,
    bottom: `paystorm ${toolVersion} · scenario ${record.scenarioHash.slice(0, 12)} · exit code ${findings.exitCode}`,
    printed: {
      left: `Recovery of ${scenario.name}: ${findings.verdict}${isSimulated ? ', SIMULATED' : ''}`,
      center: `${beganAt(record)}, scenario ${record.scenarioHash.slice(0, 12)}`,
    },
  };
  return renderShell(shell, loadAssets('study'));
}
