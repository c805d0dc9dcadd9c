/** The lanes of the nodes as a table, with what each node said of itself. */
import type { RunRecord } from '../../../../model/run-record.js';
import { roleIn } from '../../words/node-role.js';
import { nodeStateWords } from '../../words/status.js';
import { html, type Content } from '../markup.js';
import { table } from '../table.js';

const rowsMax = 500;

export function nodeTable(record: RunRecord): Content {
  const columns = [
    { title: 'Node' },
    { title: 'Role' },
    { title: 'State' },
    { title: 'From (s)', isNumber: true },
    { title: 'To (s)', isNumber: true },
    { title: 'In its own words' },
  ];
  const rows = record.nodes.flatMap((lane) => [
    ...lane.states.map((stretch) => [
      lane.node,
      roleIn(stretch, record) ?? '',
      nodeStateWords[stretch.state].word,
      seconds(stretch.fromMs),
      seconds(stretch.toMs),
      stretch.detail,
    ]),
    ...lane.probeOutages.map((outage) => [
      lane.node,
      '',
      'no successful probe',
      seconds(outage.fromMs),
      seconds(outage.toMs),
      '',
    ]),
  ]);
  return html`<details>
    <summary>Node states as a table</summary>
    ${table('Node states', columns, rows.slice(0, rowsMax))}
  </details>`;
}

function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(2);
}
