/** A trend as one page: every time of every release on one axis, the intervals beside each other, and what may be said of the change. */
import { loadAssets } from '../../catalog/reporters/html/assets.js';
import { iconOf, statusMark } from '../../catalog/reporters/html/icon.js';
import { html, type Content, type Markup } from '../../catalog/reporters/html/markup.js';
import { commandLine } from '../../catalog/reporters/html/sections/environment.js';
import { contentsOf, renderShell } from '../../catalog/reporters/html/shell.js';
import { cardTable } from '../../catalog/reporters/html/table.js';
import { glossarySection, term } from '../../catalog/reporters/html/term.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import { counted, formatMeasured } from '../../kit/format.js';
import type { Release, TrendRecord } from '../../model/trend.js';
import { differenceList } from '../rto/page/origin.js';
import { repetitionTable } from '../rto/page/repetitions.js';
import { stripPlot, type Strip } from '../rto/page/strip-plot.js';
import { phaseOf } from '../rto/repetition-words.js';
import { faultsOf, findingOf, lastOf, releaseCells, releaseColumns, storyName, trendCaution } from './trend-words.js';

const contents = [
  ['trend', 'Trend'],
  ['releases', 'Releases'],
  ['runs', 'Runs'],
  ['differences', 'Differences'],
  ['glossary', 'Glossary'],
] as const;

export function trendPage(trend: TrendRecord): string {
  const { isSimulated, toolVersion, findings } = trend;
  const name = storyName(trend);
  const shell = {
    title: `Recovery of ${name}, release by release`,
    simulated: isSimulated ? 'No real database took part in these studies.' : null,
    main: html`${headOf(trend)} ${contentsOf(contents)} ${trendSection(trend)} ${releasesSection(trend)}
    ${runsSection(trend)} ${differencesSection(trend)}
    ${glossarySection(['evidence grade', 'fault', 'heal outage', 'inconclusive', 'lost', 'median interval', 'objective', 'phase of a fault', 'recovery time', 'repetition'])}`,
    bottom: `paystorm ${toolVersion} · ${counted(trend.releases.length, 'release')} · exit code ${findings.exitCode}`,
    printed: { left: `Recovery of ${name}${isSimulated ? ', SIMULATED' : ''}`, center: 'release by release' },
  };
  return renderShell(shell, loadAssets('study'));
}

function headOf(trend: TrendRecord): Markup {
  const { findings, releases } = trend;
  const { icon, word, tone } = verdictWords[findings.verdict];
  const last = lastOf(releases);
  return html`<header class="top">
    <p class="kicker">paystorm recovery trend · ${counted(releases.length, 'release')}</p>
    <h1><bdi>${storyName(trend)}</bdi></h1>
    <p class="lead">The last release, ${last.name}:</p>
    <p class="verdict ${tone}" id="verdict">${iconOf(icon)}<span>${word}</span></p>
    <blockquote class="quote">${last.study.findings.quote}</blockquote>
  </header>`;
}

function trendSection(trend: TrendRecord): Markup {
  return html`<section id="trend">
    <h2>Trend</h2>
    <p>
      Each dot is the ${term('recovery time')} of one ${term('repetition')} with its error bar, the last release at the
      bottom. The shaded band is the ${term('median interval')}, the line in it the median; the dashed line is the
      ${term('objective')}. ${trendCaution}
    </p>
    ${faultsOf(trend).map((fault) => faultOf(fault, trend))}
  </section>`;
}

function faultOf(fault: string, { releases, findings }: TrendRecord): Markup {
  const changes = findings.changes.filter((each) => each.fault === fault);
  const { limitMs } = lastOf(releases).study.findings.objective;
  return html`<article class="fault">
    <h3>${fault}</h3>
    ${stripPlot(
      releases.map((release) => stripOf(fault, release)),
      limitMs,
    )}
    <ul>
      ${changes.map(({ sentence }) => html`<li>${sentence}</li>`)}
    </ul>
  </article>`;
}

function stripOf(fault: string, { name, study }: Release): Strip {
  const finding = findingOf(study, fault);
  const dots = study.repetitions
    .filter((each) => each.inconclusive === null)
    .flatMap((repetition) =>
      repetition.recoveries.flatMap((each) =>
        each.fault === fault && each.recoveryTimeMs !== null
          ? [
              {
                measured: each.recoveryTimeMs,
                title: `${name}, repetition ${repetition.variation.repetition}, ${phaseOf(repetition)}`,
              },
            ]
          : [],
      ),
    );
  const interval = finding?.medianInterval ?? null;
  return {
    label: html`<strong><bdi>${name}</bdi></strong> <span class="quiet">${study.startedAt.slice(0, 10)}</span>`,
    value: valueOf(finding?.maximum ?? null),
    dots,
    median: finding?.median ?? null,
    medianInterval: interval && [interval.lower, interval.upper],
    hasObjective: true,
  };
}

function valueOf(longest: Parameters<typeof formatMeasured>[0]): Content {
  if (longest === null) return html`<span class="quiet">not measured</span>`;
  return html`${formatMeasured(longest)} <span class="quiet">longest</span>`;
}

function releasesSection({ releases }: TrendRecord): Markup {
  const columns = [...releaseColumns, 'Verdict'].map((title) => ({
    title,
    isNumber: title === 'N' || title === 'Lost',
  }));
  const rows = releases.map((release) => [
    ...releaseCells(release).map((cell) => html`<bdi>${cell}</bdi>`),
    statusMark(verdictWords[release.study.findings.verdict]),
  ]);
  return html`<section id="releases">
    <h2>Releases</h2>
    ${cardTable('Releases', columns, rows)}
  </section>`;
}

function runsSection({ releases }: TrendRecord): Markup {
  return html`<section id="runs">
    <h2>Runs</h2>
    ${releases.map(
      ({ name, study }) =>
        html`<h3>${name}</h3>
          ${repetitionTable(`Runs of ${name}`, study)}`,
    )}
  </section>`;
}

function differencesSection({ differences, command }: TrendRecord): Markup {
  return html`<section id="differences">
    <h2>Differences</h2>
    ${differenceList(differences)}
    <p>The same journals give the same figures:</p>
    ${commandLine(command)}
  </section>`;
}
