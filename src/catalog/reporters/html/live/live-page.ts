/** The page of a run that goes on: the report's timeline before there is a report. It holds nothing of the run; all that comes over its one connection, as data. */
import type { Assets } from '../assets.js';
import { html, type Markup } from '../markup.js';
import { policyHash } from '../policy-hash.js';
import { timelineFrame } from '../sections/timeline-frame.js';

export const livePath = '/live';

export interface LivePage {
  readonly text: string;
  /** For the header of the answer. */
  readonly policy: string;
}

/** Scripts and styles by their hash, a connection to where the page came from, and nothing else. */
export function livePage({ script, style, icon }: Assets): LivePage {
  const policy = [
    "default-src 'none'",
    `script-src ${policyHash(script)}`,
    `style-src ${policyHash(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const text = [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    html`<meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>paystorm, live</title>
      <link rel="icon" href="${icon}" /> `.text,
    `<style>${style}</style>\n</head>\n`,
    body().text,
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('');
  return { text, policy };
}

function body(): Markup {
  return html`<body class="live">
    <aside class="simulated" id="simulated" aria-label="Simulated run" hidden>
      <strong>SIMULATED</strong> No real database takes part in this run.
    </aside>
    <main>
      <header class="top">
        <p class="kicker"><span class="pulse" id="pulse"></span><span id="kicker">paystorm live</span></p>
        <h1><bdi id="name">…</bdi></h1>
        <p class="lead" id="description"></p>
      </header>
      <section id="now" aria-label="Now">
        <p class="headline"><span id="headline" role="status">Waiting for the run.</span> <span id="clock"></span></p>
        <dl class="figures" id="figures"></dl>
        <ul class="standing" id="faults"></ul>
      </section>
      <section id="timeline" aria-label="Timeline">
        ${timelineFrame({ strips: html`<div id="strips"></div>`, lanes: html`<div id="lanes"></div>`, hasHeatMap: false, hasLag: false })}
      </section>
      <section id="happened">
        <div id="gates" hidden>
          <h2>Gates, by the last second</h2>
          <p class="hint">Only those that a second can tell; the verdict is made when the run has ended.</p>
          <ul class="standing"></ul>
        </div>
        <h2>What has happened</h2>
        <ol class="told" id="told"></ol>
      </section>
    </main>
    <footer class="bottom"><p id="foot">This page becomes the report when the run has ended.</p></footer>
  </body> `;
}
