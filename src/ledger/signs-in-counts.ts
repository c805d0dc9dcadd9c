/** What a server's counts tell of others, when paystorm asked nothing between two looks at them. Few reads and connections are a monitoring agent's. */
import { counted, formatDuration } from '../kit/format.js';
import type { ServerCounts } from './server-counts.js';
import { recentMinutes, type SignsOfLife } from './signs-in-tables.js';

/** An agent that comes once a second may ask ten questions each time. */
const monitoringReadsPerSecondMax = 10;
const monitoringConnectionsMax = 5;

interface Looks {
  /** Among those that the server counts. */
  readonly ownConnections: number;
  /** Between the two looks. */
  readonly watchMs: number;
}

type Counts = ServerCounts | Error | undefined;

/** An error in place of counts is why the server does not tell them. */
export function signsInCounts(before: Counts, after: Counts, looks: Looks): SignsOfLife {
  if (before === undefined || before instanceof Error) return untold(before);
  if (after === undefined || after instanceof Error) return untold(after);
  return { signs: [...statements(before, after, looks), ...connections(before, after, looks)], gaps: gapsIn(after) };
}

function untold(error: Error | undefined): SignsOfLife {
  const reason = error === undefined ? '' : ` (${error.message})`;
  const gap = `its counts cannot be read${reason}, so nobody knows whether others write, read or are connected; only when tables were written last was looked at`;
  return { signs: [], gaps: [gap] };
}

function statements(before: ServerCounts, after: ServerCounts, { watchMs }: Looks): readonly string[] {
  const during = (counter: 'writes' | 'calls' | 'reads'): number => (after[counter] ?? 0) - (before[counter] ?? 0);
  const [writes, calls, reads] = [during('writes'), during('calls'), during('reads')];
  const seconds = watchMs / 1_000;
  const silence = `in ${seconds} s of silence`;
  const readsMax = monitoringReadsPerSecondMax * seconds;
  return [
    ...(writes > 0 ? [`${counted(writes, 'statement')} wrote ${silence}`] : []),
    ...(calls > 0 ? [`${counted(calls, 'procedure')} ${calls === 1 ? 'was' : 'were'} called ${silence}`] : []),
    ...(reads > readsMax
      ? [`${counted(reads, 'read')} were made ${silence}, more than the ${readsMax} of a monitoring agent`]
      : []),
  ];
}

/** Of those that come and go, some are there at one look and none at the other. */
function connections(before: ServerCounts, after: ServerCounts, { ownConnections }: Looks): readonly string[] {
  const others = Math.min(before.connections ?? 0, after.connections ?? 0) - ownConnections;
  if (others <= monitoringConnectionsMax) return [];
  return [
    `${counted(others, 'connection')} of others are open, more than the ${monitoringConnectionsMax} of a monitoring agent and administrators`,
  ];
}

function gapsIn({ uptimeSeconds, ...counts }: ServerCounts): readonly string[] {
  const uncounted = (['writes', 'reads', 'connections'] as const).filter((counter) => counts[counter] === null);
  const isYoung = uptimeSeconds !== null && uptimeSeconds < recentMinutes * 60;
  return [
    ...(uncounted.length > 0 ? [`it does not count ${uncounted.join(' or ')}`] : []),
    ...(isYoung
      ? [`it started ${formatDuration(uptimeSeconds * 1_000)} ago, and does not know which tables were written before`]
      : []),
  ];
}
