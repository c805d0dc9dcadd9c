/** Where each replica stands against its primary: level, behind, silent, or holding transactions that the primary never got. */
import type { Query } from '../../model/flavor.js';
import type { Endpoint, ReadableNodes } from '../../model/topology.js';
import { currentPosition, knownPositions, replicaStatus, takesWrites } from './replica-sql.js';

export interface Standing {
  readonly name: string;
  /** Null when it does not answer. */
  readonly sequence: number | null;
  /** Holds all that the primary held when it was asked, and nothing else. */
  readonly isLevel: boolean;
  /** Receives from the primary of today, and applies. */
  readonly isFollowing: boolean;
  readonly hasDiverged: boolean;
  /** Takes writes, as only the primary may. */
  readonly isOpen: boolean;
}

export interface Standings {
  /** The primary's last transaction, null when it does not answer. */
  readonly truth: number | null;
  readonly isPrimaryOpen: boolean;
  readonly replicas: readonly Standing[];
}

export type AskNode = <Answer>(name: string, question: (query: Query) => Promise<Answer>) => Promise<Answer>;

export type Source = Pick<Endpoint, 'name' | 'host' | 'port'>;

export async function takeStandings(primary: Source, replicas: readonly string[], ask: AskNode): Promise<Standings> {
  const askPrimary = (): Promise<PrimarySight | null> => ask(primary.name, lookAtPrimary).catch(() => null);
  const before = await askPrimary();
  const look = (query: Query): Promise<Sight> => lookAtReplica(query, primary);
  const seen = await Promise.all(replicas.map((name) => ask(name, look).catch(() => null)));
  // Under load a replica may have passed by what the primary held before: only what the primary still does not know is foreign.
  const after = await askPrimary();
  const truth = before === null ? null : Math.max(0, ...before.positions.values());
  const against = { truth, after: after?.positions ?? null };
  return {
    truth,
    isPrimaryOpen: after?.isOpen === true,
    replicas: replicas.map((name, index) => standingOf(name, seen[index] ?? null, against)),
  };
}

type PrimarySight = Awaited<ReturnType<typeof lookAtPrimary>>;
type Sight = Awaited<ReturnType<typeof lookAtReplica>>;

async function lookAtPrimary(query: Query) {
  return { positions: await knownPositions(query), isOpen: await takesWrites(query) };
}

async function lookAtReplica(query: Query, primary: Source) {
  const { server, sequence } = await currentPosition(query);
  const status = await replicaStatus(query);
  const isOfPrimary = status?.source.host === primary.host && status.source.port === primary.port;
  const isFollowing = isOfPrimary && status.isConnected && status.isApplying;
  return { server, sequence, isFollowing, isOpen: await takesWrites(query) };
}

const silent = { sequence: null, isLevel: false, isFollowing: false, hasDiverged: false, isOpen: false } as const;

/** A position is part of the primary's history when the primary has logged that server's transactions up to it. */
function standingOf(
  name: string,
  sight: Sight | null,
  { truth, after }: { readonly truth: number | null; readonly after: PrimarySight['positions'] | null },
): Standing {
  if (sight === null) return { name, ...silent };
  const { server, sequence, isFollowing, isOpen } = sight;
  const hasDiverged = after !== null && sequence > (after.get(server) ?? 0);
  const isLevel = truth !== null && after !== null && !hasDiverged && sequence >= truth;
  return { name, sequence, isLevel, isFollowing, hasDiverged, isOpen };
}

/** Every server plays its role, or does not answer: the primary alone takes writes, and the others follow it or stand aside. */
export function areSettled({ truth, isPrimaryOpen, replicas }: Standings): boolean {
  return truth !== null && isPrimaryOpen && replicas.every((each) => each.sequence === null || isInRole(each));
}

/** Follows the primary or stands aside, and takes no writes. */
export function isInRole({ isFollowing, hasDiverged, isOpen }: Standing): boolean {
  return !isOpen && (isFollowing || hasDiverged);
}

const aside = 'it holds transactions that the cluster does not have, and stands aside';

/** What keeps the servers from being whole, in words; empty when nothing does. */
export function troubleOf(primary: string, { truth, isPrimaryOpen, replicas }: Standings): readonly string[] {
  const ofReplicas = replicas.flatMap(({ name, isLevel, isFollowing, hasDiverged, isOpen }) => {
    if (isOpen) return [`${name} takes writes beside the primary`];
    if (hasDiverged) return [`${name}: ${aside}`];
    return isLevel && isFollowing ? [] : [`${name} does not follow the primary`];
  });
  if (truth === null) return [`The primary ${primary} does not answer`, ...ofReplicas];
  return isPrimaryOpen ? ofReplicas : [`The primary ${primary} takes no writes`, ...ofReplicas];
}

/** A node that holds lost transactions can be looked at, though it is compared with nobody. */
export function readableOf(primary: string, { truth, replicas }: Standings): ReadableNodes {
  if (truth === null) {
    const excluded = [{ node: primary, reason: 'the primary does not answer', isReadable: false }];
    return { authority: null, comparable: [], excluded };
  }
  const excluded = replicas.flatMap(({ name, sequence, isLevel, hasDiverged }) => {
    if (isLevel) return [];
    if (hasDiverged) return [{ node: name, reason: aside, isReadable: true }];
    const reason = sequence === null ? 'it does not answer' : `it stands at transaction ${sequence} of ${truth}`;
    return [{ node: name, reason, isReadable: false }];
  });
  const level = replicas.filter((each) => each.isLevel).map((each) => each.name);
  return { authority: primary, comparable: [primary, ...level], excluded };
}
