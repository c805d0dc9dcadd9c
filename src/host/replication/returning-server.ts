/** What becomes of a server that was down or frozen and comes back: the primary goes on, a replica follows, and a primary that was replaced is fenced first. */
import { pollUntil, unlessAborted } from '../../kit/abort.js';
import type { Clock } from '../../model/clock.js';
import type { ClusterNotice, Endpoint } from '../../model/topology.js';
import type { ServerFleet } from '../server-fleet.js';
import { fence, receiveAgain, replicaStatus, type ReplicaStatus } from './replica-sql.js';
import type { ReplicationRoles } from './roles.js';

const startTimeoutMs = 60_000;
/** A returning server that is not level by then catches up on its own; what waits for full redundancy waits for it. */
const followTimeoutMs = 15_000;
const lookEveryMs = 50;
/** Never comes. */
const noSignal = new AbortController().signal;

export interface ReturningServerOptions {
  readonly fleet: ServerFleet;
  readonly roles: ReplicationRoles;
  readonly clock: Clock;
  readonly notify: (notice: ClusterNotice) => void;
}

export async function startServer(name: string, options: ReturningServerOptions, signal?: AbortSignal): Promise<void> {
  await options.fleet.start(name, {
    isReady: async (query) => (await query('SELECT 1')).length === 1,
    timeoutMs: startTimeoutMs,
    signal,
  });
}

/** Starts a server that is down and gives it the role that is left for it. */
export async function bringBack(
  name: string,
  options: ReturningServerOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { roles } = options;
  await startServer(name, options, signal);
  await giveRole(name, options, signal, async () => {
    if (name !== roles.primary) return rejoin(name, options);
    await roles.promote(name);
    return 'in-role';
  });
}

/** A server that was frozen wakes up believing that the primary is who it was. */
export async function wakeUp(name: string, options: ReturningServerOptions): Promise<void> {
  const { fleet, roles } = options;
  if ((await fleet.state(name)) === 'down') return;
  await fleet.resume(name);
  await giveRole(name, options, undefined, async () => {
    if (name === roles.primary) return 'in-role';
    const status = await roles.order(name, replicaStatus);
    return isOf(status, roles.admin(roles.primary)) ? 'in-role' : rejoin(name, options);
  });
}

/** `open`: its role depends on what the primary holds, which does not answer. */
export type Rejoined = 'in-role' | 'following' | 'aside' | 'open';

/** Others may take their turns in between: it may be theirs to replace a primary that does not answer. */
async function giveRole(
  name: string,
  options: ReturningServerOptions,
  signal: AbortSignal | undefined,
  give: () => Promise<Rejoined>,
): Promise<void> {
  let role: Rejoined = 'open';
  const isGiven = async (): Promise<boolean> => {
    role = await options.roles.takeTurn(give);
    return role !== 'open';
  };
  const polling = { clock: options.clock, everyMs: lookEveryMs, timeoutMs: followTimeoutMs, signal };
  if ((await pollUntil(isGiven, polling)) && (role as Rejoined) === 'following')
    await awaitLevel(name, options, signal);
}

/** Lets it follow the primary. One that holds transactions that the primary never got stands aside, for somebody to look at. */
export async function rejoin(
  name: string,
  { roles, clock, notify }: ReturningServerOptions,
  signal?: AbortSignal,
): Promise<Rejoined> {
  const status = await roles.order(name, replicaStatus, signal);
  const isOfPrimary = isOf(status, roles.admin(roles.primary));
  // What it has received and not applied may be all that is left of acknowledged money: it is kept, where it goes on being applied.
  if (isOfPrimary && status?.isApplying === true) {
    await roles.order(name, receiveAgain, signal);
    return 'following';
  }
  await roles.order(name, fence, signal);
  const { truth, replicas } = await unlessAborted(roles.standings(), signal ?? noSignal);
  if (truth === null && !isOfPrimary) return 'open';
  if (replicas.find((each) => each.name === name)?.hasDiverged === true) {
    const text = `${name} holds transactions that the cluster does not have, and stands aside`;
    notify({ atMs: clock.nowMs(), what: 'node-diverged', node: name, text });
    return 'aside';
  }
  await roles.follow(name, roles.primary, signal);
  return 'following';
}

function isOf(status: ReplicaStatus | null, { host, port }: Endpoint): boolean {
  return status?.source.host === host && status.source.port === port;
}

async function awaitLevel(
  name: string,
  { roles, clock }: ReturningServerOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const isLevel = async (): Promise<boolean> => (await roles.standingOf(name))?.isLevel === true;
  await pollUntil(isLevel, { clock, timeoutMs: followTimeoutMs, everyMs: lookEveryMs, signal });
}
