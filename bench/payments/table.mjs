/** The results of a comparison as people read them: a line for each turn, and a table of medians. */
import { medianOf, ratioOf } from './compare.mjs';

export function lineOf({ round, contender, perSecond, clientMs, serverMs, p50Ms, p99Ms }) {
  const cells = [
    `round ${round}`,
    contender.padEnd(22),
    `${perSecond.toFixed(0).padStart(5)}/s`,
    `client ${clientMs.toFixed(3)} ms`,
    `server ${serverMs.toFixed(3)} ms`,
    `p50 ${p50Ms.toFixed(1)} ms`,
    `p99 ${p99Ms.toFixed(1)} ms`,
  ];
  return cells.join('  ');
}

/** `lagsMs`: the 99th percentile of each second. */
export function lagLineOf({ client, rate, lagsMs, lagMsMax, waitP99Ms, outcomes }) {
  const sorted = lagsMs.toSorted((a, b) => a - b);
  const above = lagsMs.filter((lag) => lag >= 1).length;
  const median = sorted[Math.floor(sorted.length / 2)];
  const seconds = `p99 of a second ${median.toFixed(2)} ms (median of ${lagsMs.length}), 1 ms or more in ${above}, at most ${lagMsMax.toFixed(1)} ms`;
  const all = `p99 of all from planned start to send ${waitP99Ms.toFixed(2)} ms`;
  return `schedule lag at ${rate}/s, ${client}: ${all}; ${seconds}; ${JSON.stringify(outcomes)}`;
}

/** In Markdown. Ratios are medians of the ratios within a round, not ratios of the medians. */
export function tableOf(results) {
  const head = [
    'contender',
    'payments/s',
    'client CPU',
    'server CPU',
    'p50',
    'p99',
    'payments/s ÷ sysbench',
    'client CPU ÷ sysbench',
  ];
  const rows = [...new Set(results.map(({ contender }) => contender))].map((contender) => {
    const of = (figure) => medianOf(results, figure, contender);
    const ratio = (figure) => ratioOf(results, figure, [contender, 'sysbench']).toFixed(2);
    return [
      contender,
      of('perSecond').toFixed(0),
      `${of('clientMs').toFixed(3)} ms`,
      `${of('serverMs').toFixed(3)} ms`,
      `${of('p50Ms').toFixed(1)} ms`,
      `${of('p99Ms').toFixed(1)} ms`,
      ratio('perSecond'),
      ratio('clientMs'),
    ];
  });
  const pairs = [...new Set(results.map(({ contender }) => contender))]
    .filter((contender) => contender.startsWith('paystorm '))
    .map((contender) => {
      const bare = contender.replace('paystorm', 'bare');
      return [`${contender} ÷ ${bare}, client CPU`, ratioOf(results, 'clientMs', [contender, bare]).toFixed(2)];
    });
  return `${markdown(head, rows)}\n${markdown(['whole run ÷ bare client', 'ratio'], pairs)}`;
}

function markdown(head, rows) {
  const ruler = head.map((_cell, index) => (index === 0 ? '---' : '---:'));
  return [head, ruler, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
