/** What the page of a study says, and that nothing of a record can become more than text in it. */
import { describe, expect, it } from 'vitest';
import { placeDots } from '../../../../../src/commands/rto/page/strip-plot.js';
import { rtoPage } from '../../../../../src/commands/rto/page/rto-page.js';
import type { Repetition } from '../../../../../src/model/rto.js';
import type { Study } from '../../../../../src/verdict/evidence/study.js';
import { sumUpStudy } from '../../../../../src/verdict/evidence/sum-up-study.js';
import { hostileTexts } from '../../../../fixtures/hostile.js';
import { headerOf } from '../../../../fixtures/synthetic-run.js';
import { planOf } from '../../../../fixtures/plan.js';
import {
  auditRepetitions,
  censored,
  inconclusiveRepetition,
  measured,
  repetitionWith,
  studyOf,
} from '../../../../fixtures/study.js';

const pageOf = (repetitions: readonly Repetition[], change: Partial<Study> = {}): string => {
  const study = studyOf(repetitions, change);
  return rtoPage({ ...study, findings: sumUpStudy(study) });
};
const textOf = (page: string): string =>
  page
    .slice(page.indexOf('<body>'))
    .replaceAll(/<(?:script|style)[\s\S]*?<\/(?:script|style)>|<[^>]+>/gu, ' ')
    .replaceAll(/\s+/gu, ' ');

const tags = (html: string): number => html.match(/<(?:script|img|iframe|svg|a)\b/giu)?.length ?? 0;

describe('the page of a study', () => {
  const page = pageOf(auditRepetitions(), { wanted: 59 });

  it('shows every time that counts as a dot: over all victims, by victim, as outage and as heal outage', () => {
    expect(page.match(/class="dot"/gu)).toHaveLength(4 * 59);
    expect(page.match(/class="interval"/gu)).toHaveLength(1);
  });

  it('says the quotable sentence, the objective with its answer, the bound on loss and the grade', () => {
    const text = textOf(page);
    expect(text).toContain('In 59 conclusive repetitions (of 60 made) of story');
    expect(text).toMatch(/Recovered in time\? met .* Objective: 8 s\./u);
    expect(text).toMatch(/none seen 0 of .* below 5 %/u);
    expect(text).toMatch(/Evidence grade audit/u);
  });

  it('links each repetition to its report, and tells those that do not count with their reason', () => {
    expect(page.match(/href="\.\/run-\d\d\/report\.html"/gu)).toHaveLength(60);
    expect(textOf(page)).toContain('Repetition 60: After kill-b: The generator was late. It saw ≥ 12 s.');
  });

  it('says what each of several environments was', () => {
    const { environment } = headerOf(planOf());
    const other = { ...environment, topology: { timeouts: 'slow' } };
    const environments = [
      { environment, repetitions: [1] },
      { environment: other, repetitions: [2] },
    ];
    const text = textOf(
      pageOf([repetitionWith(1, measured(2_000)), repetitionWith(2, measured(2_000))], { environments }),
    );
    expect(text).toContain('not all played in the same place: 2 environments');
    expect(text).toMatch(/timeouts fast .* timeouts slow/u);
  });

  it('marks what was not seen to end, and does not call it met', () => {
    const open = pageOf([repetitionWith(1, censored(9_000))]);
    expect(open).toContain('class="dot open"');
    expect(textOf(open)).toContain('Recovered in time? not met');
  });

  it('can be written before anything was played, and when nothing counts', () => {
    expect(textOf(pageOf([], { wanted: 10 }))).toContain('nothing is claimed');
    expect(textOf(pageOf([inconclusiveRepetition(1)]))).toContain('No repetition that counts measured a recovery');
  });

  it('says SIMULATED across the top where no database took part', () => {
    expect(pageOf([repetitionWith(1, measured(2_000))], { isSimulated: true })).toContain('class="simulated"');
    expect(page).not.toContain('class="simulated"');
  });

  it.each(hostileTexts)('gives %j no power', (text) => {
    const { recoveries, ...rest } = repetitionWith(1, measured(2_000));
    const hostile = {
      ...rest,
      folder: text,
      inconclusive: null,
      recoveries: recoveries.map((each) => ({ ...each, nodes: [text] })),
    };
    const written = pageOf([hostile, { ...inconclusiveRepetition(2), inconclusive: text }]);
    const harmless = { ...hostile, folder: 'run-01', recoveries };
    expect(tags(written)).toBe(tags(pageOf([harmless, inconclusiveRepetition(2)])));
    expect(written).not.toMatch(/href="(?!\.\/|#|data:image)/u);
  });
});

const dot = (valueMs: number) => ({ measured: measured(valueMs), title: '' });

describe('dots on an axis', () => {
  const scale = { at: (value: number): number => value };

  it('stand on top of each other where one would hide another', () => {
    expect(placeDots([dot(50), dot(10), dot(10.5), dot(11)], scale).map(({ level }) => level)).toEqual([0, 1, 2, 0]);
  });

  it('come down again as soon as there is room', () => {
    expect(placeDots([dot(10), dot(11), dot(12)], scale).map(({ level }) => level)).toEqual([0, 1, 0]);
  });
});
