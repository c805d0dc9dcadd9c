/** The line: scenario, verdict, and the three answers with their evidence. It alone must be enough for a reader who stops here. */
import { formatCount } from '../../../../kit/format.js';
import { questions } from '../../../../model/question.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { loadLength } from '../../words/load-length.js';
import { answerWords, finishSentences, questionTitles, verdictWords } from '../../words/status.js';
import { iconOf, statusMark } from '../icon.js';
import { html, type Markup } from '../markup.js';
import { term } from '../term.js';

export function verdictSection(record: RunRecord): Markup {
  const { icon, word, tone } = verdictWords[record.verdict];
  const finish = record.finish === 'completed' ? [] : [finishSentences[record.finish]];
  return html`<header class="top">
      <p class="kicker">
        paystorm report · <time datetime="${record.startedAt}">${startOf(record)}</time> · ${loadLength(record)} of load
        · ${formatCount(record.totals.arrivals)} arrivals
      </p>
      <h1><bdi>${record.scenario.name}</bdi></h1>
      <p class="lead">${record.scenario.description}</p>
      <p class="verdict ${tone}" id="verdict">${iconOf(icon)}<span>${word}</span></p>
      <ul class="reasons">
        ${[...record.reasons, ...finish].map((reason) => html`<li>${reason}</li>`)}
      </ul>
    </header>
    <section id="answers" aria-label="The three answers">
      <div class="answers">${questions.map((question) => answerOf(record, question))}</div>
      <p class="evidence">
        ${term('evidence grade', 'Evidence')}: <strong>${record.evidenceGrade.grade}</strong>.
        ${record.evidenceGrade.sentence}
      </p>
    </section>`;
}

function answerOf(record: RunRecord, question: (typeof questions)[number]): Markup {
  const answer = record.answers[question];
  const words = answerWords[answer.status];
  return html`<article class="answer ${words.tone}">
    <h2>${questionTitles[question]}</h2>
    <p class="status-line">${statusMark(words)}</p>
    <p>${answer.sentence}</p>
  </article>`;
}

export function startOf(record: RunRecord): string {
  return `${record.startedAt.slice(0, 10)} ${record.startedAt.slice(11, 16)} UTC`;
}
