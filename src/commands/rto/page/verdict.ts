/** The line of a study: verdict, the sentence to quote, and whether the objective was met, data lost, and how much all of it proves. */
import { iconOf, statusMark } from '../../../catalog/reporters/html/icon.js';
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { term } from '../../../catalog/reporters/html/term.js';
import { verdictWords, type StatusWord } from '../../../catalog/reporters/words/status.js';
import { counted, formatDuration, formatMeasured } from '../../../kit/format.js';
import type { LossFindings, ObjectiveStatus, RtoRecord } from '../../../model/rto.js';
import { worstOf } from '../../../verdict/evidence/fault-findings.js';
import { statusWords } from '../../../verdict/evidence/quote.js';
import { beganAt } from '../../study/began-at.js';

const marks: Readonly<Record<ObjectiveStatus, Pick<StatusWord, 'icon' | 'tone'>>> = {
  met: { icon: '✔', tone: 'good' },
  'not-met': { icon: '✘', tone: 'violation' },
  undecided: { icon: '?', tone: 'warm' },
  none: { icon: '○', tone: 'quiet' },
};

export function verdictSection(record: RtoRecord): Markup {
  const { findings, scenario, repetitions } = record;
  const { icon, word, tone } = verdictWords[findings.verdict];
  return html`<header class="top">
      <p class="kicker">
        paystorm recovery report · <time datetime="${record.startedAt}">${beganAt(record)}</time> ·
        ${counted(findings.conclusive, 'repetition')} that ${findings.conclusive === 1 ? 'counts' : 'count'} of
        ${repetitions.length}
      </p>
      <h1><bdi>${scenario.name}</bdi></h1>
      <p class="lead">${scenario.description}</p>
      <p class="verdict ${tone}" id="verdict">${iconOf(icon)}<span>${word}</span></p>
      <blockquote class="quote">${findings.quote}</blockquote>
      <ul class="reasons">
        ${findings.reasons.map((reason) => html`<li>${reason}</li>`)}
      </ul>
    </header>
    <section id="answers" aria-label="The three answers">
      <div class="answers">${objectiveAnswer(record)} ${lossAnswer(findings.loss)} ${gradeAnswer(record)}</div>
    </section>`;
}

function objectiveAnswer({ findings }: RtoRecord): Markup {
  const { limitMs, status } = findings.objective;
  const worst = worstOf(findings.faults);
  const longest =
    worst === null
      ? 'No recovery was measured.'
      : `The longest of ${counted(worst.count, 'recovery time')}: ${formatMeasured(worst.maximum)}, after ${worst.fault}.`;
  const objective = limitMs === null ? 'The scenario declares no objective.' : `Objective: ${formatDuration(limitMs)}.`;
  return answer('Recovered in time?', { ...marks[status], word: statusWords[status] }, html`${longest} ${objective}`);
}

function lossAnswer(loss: LossFindings): Markup {
  return answer('Zero data loss?', lossWord(loss), loss.sentence);
}

function lossWord({ withLoss, judged }: LossFindings): StatusWord {
  if (withLoss > 0) return { icon: '✘', word: 'payments lost', tone: 'violation' };
  if (judged === 0) return { icon: '○', word: 'not tested', tone: 'quiet' };
  return { icon: '✔', word: 'none seen', tone: 'good' };
}

function gradeAnswer({ findings }: RtoRecord): Markup {
  const { grade, sentence } = findings.grade;
  const tone = grade === 'audit' || grade === 'gate' ? 'good' : 'quiet';
  const word = { icon: tone === 'good' ? '✔' : '○', word: grade, tone } as const;
  return answer(term('evidence grade', 'Evidence grade'), word, sentence);
}

function answer(title: Content, word: StatusWord, sentence: Content): Markup {
  return html`<article class="answer ${word.tone}">
    <h2>${title}</h2>
    <p class="status-line">${statusMark(word)}</p>
    <p>${sentence}</p>
  </article> `;
}
