/** The proxy's costs as people read them: a line for each turn, and a table of medians and of ratios within a round. */

export function proxyLineOf({ round, way, client, rate, perSecond, clientMs, proxyMs, serverMs, p50Ms, p99Ms }) {
  const cells = [
    `round ${round + 1}`,
    `${client} ${rate === null ? 'at full speed' : `at ${rate}/s`}`.padEnd(28),
    way.padEnd(24),
    `${perSecond.toFixed(0).padStart(5)}/s`,
    `client ${clientMs.toFixed(3)} ms`,
    `proxy ${proxyMs.toFixed(3)} ms`,
    `server ${serverMs.toFixed(3)} ms`,
    `p50 ${p50Ms.toFixed(1)} ms`,
    `p99 ${p99Ms.toFixed(1)} ms`,
  ];
  return cells.join('  ');
}

/** In Markdown. Ratios are medians of the ratios within a round. */
export function proxyTableOf(results) {
  const head = ['sent', 'way', 'payments/s', '÷ direct', 'client CPU', 'proxy CPU', 'server CPU', 'p50', 'p99'];
  const keys = [...new Set(results.map(({ client, rate, way }) => JSON.stringify([client, rate, way])))];
  const rows = keys.map((key) => {
    const [client, rate, way] = JSON.parse(key);
    const own = results.filter((each) => JSON.stringify([each.client, each.rate, each.way]) === key);
    const direct = results.filter((each) => each.client === client && each.rate === rate && each.way === 'direct');
    const of = (figure) => median(own.map((each) => each[figure]));
    const ratios = own.map((each) => each.perSecond / direct.find(({ round }) => round === each.round).perSecond);
    return [
      `${client}, ${rate === null ? 'full speed' : `${rate}/s`}`,
      way,
      of('perSecond').toFixed(0),
      median(ratios).toFixed(2),
      ...['clientMs', 'proxyMs', 'serverMs'].map((figure) => `${of(figure).toFixed(3)} ms`),
      ...['p50Ms', 'p99Ms'].map((figure) => `${of(figure).toFixed(1)} ms`),
    ];
  });
  const rule = head.map((_title, index) => (index < 2 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
