/** The part of the reference about the flavors of databases that are told apart. */
import type { Flavor } from '../../model/flavor.js';

const intro =
  'The flavor of a target is detected when a run begins, and printed. It says how errors are read (an error at COMMIT that one database has carried out for certain another has not), how a node tells its health, and how the ledger is read so that nothing acknowledged is missed. What a maker promises is here to be compared: a scenario is judged by [its own claims](#claims).';

export function flavorsPart(flavors: readonly Flavor[]): string {
  const promises = flavors.map(({ kind, summary, claims }) => {
    const { isolation, durability, session, stalenessMsMax } = claims;
    return `| \`${kind}\` | ${summary} | \`${isolation}\` | \`${durability}\` | \`${session}\` | ${stalenessWords(stalenessMsMax)} | ${claims.source} |`;
  });
  const handling = flavors.map(({ kind, strongRead, switchover }) => {
    const steps = switchover.statements.map(({ on, sql }) => `${code(sql)} on the ${on.replace('-', ' ')}`);
    return `| \`${kind}\` | ${strongRead.map(code).join('<br>') || 'plain reads'} | ${[...steps, switchover.note].join('<br>')} |`;
  });
  return [
    `## Flavors\n\n${intro}\n`,
    '| flavor | servers | isolation | durability | session | staleness | why |\n|---|---|---|---|---|---|---|',
    ...promises,
    '\n| flavor | read strongly by | the role that takes writes is moved by |\n|---|---|---|',
    ...handling,
    '',
  ].join('\n');
}

function stalenessWords(ms: number | null): string {
  if (ms === null) return 'any';
  return ms === 0 ? 'none' : `up to ${ms} ms`;
}

function code(sql: string): string {
  return `\`${sql}\``;
}
