/** What becomes of a server that was down or frozen and comes back: the primary goes on, a replica follows, and a primary that was replaced is fenced first. */
import { pollUntil } from '../../kit/abort.js';
import type { Clock } from '../../model/clock.js';
import type { ClusterNotice } from '../../model/topology.js';
import type { ServerFleet } from '../server-fleet.js';
import { fence, replicaStatus } from './replica-sql.js';
import type { ReplicationRoles } from './roles.js';

const startTimeoutMs = 60_000;
/** A returning server that is not level by then catches up on its own; what waits for full redundancy waits for it. */
const followTimeoutMs = 15_000;
const lookEveryMs = 50;

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
  const isFollowing = await roles.takeTurn(async () => {
    if (name !== roles.primary) return rejoin(name, options);
    await roles.promote(name);
    return false;
  });
  if (isFollowing) await awaitLevel(name, options, signal);
}

/** A server that was frozen wakes up believing that the primary is who it was. */
export async function wakeUp(name: string, options: ReturningServerOptions): Promise<void> {
  const { fleet, roles } = options;
  if ((await fleet.state(name)) === 'down') return;
  await fleet.resume(name);
  const isFollowing = await roles.takeTurn(async () => {
    if (name === roles.primary) return false;
    const source = (await roles.order(name, replicaStatus))?.source;
    const { host, port } = roles.admin(roles.primary);
    const isOfPrimary = source?.host === host && source.port === port;
    return isOfPrimary ? false : rejoin(name, options);
  });
  if (isFollowing) await awaitLevel(name, options, undefined);
}

/** Resolves to whether it follows. One that holds transactions that the primary never got stands aside, for somebody to look at. */
export async function rejoin(
  name: string,
  { roles, clock, notify }: ReturningServerOptions,
  signal?: AbortSignal,
): Promise<boolean> {
  await roles.order(name, fence, signal);
  if ((await roles.standingOf(name, signal))?.hasDiverged === true) {
    const text = `${name} holds transactions that the cluster does not have, and stands aside`;
    notify({ atMs: clock.nowMs(), what: 'node-diverged', node: name, text });
    return false;
  }
  await roles.follow(name, roles.primary, signal);
  return true;
}

async function awaitLevel(
  name: string,
  { roles, clock }: ReturningServerOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const isLevel = async (): Promise<boolean> => (await roles.standingOf(name))?.isLevel === true;
  await pollUntil(isLevel, { clock, timeoutMs: followTimeoutMs, everyMs: lookEveryMs, signal });
}
