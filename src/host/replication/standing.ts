/** Where each replica stands against its primary: level, behind, silent, or holding transactions that the primary never got. */
import type { Query } from '../../model/flavor.js';
import type { ReadableNodes } from '../../model/topology.js';
import { currentPosition, knownPositions, replicaStatus } from './replica-sql.js';

export interface Standing {
  readonly name: string;
  /** Null when it does not answer. */
  readonly sequence: number | null;
  /** Holds all that the primary held when it was asked, and nothing else. */
  readonly isLevel: boolean;
  readonly isFollowing: boolean;
  readonly hasDiverged: boolean;
}

export interface Standings {
  /** The primary's last transaction, null when it does not answer. */
  readonly truth: number | null;
  readonly replicas: readonly Standing[];
}

export type AskNode = <Answer>(name: string, question: (query: Query) => Promise<Answer>) => Promise<Answer>;

export async function takeStandings(primary: string, replicas: readonly string[], ask: AskNode): Promise<Standings> {
  const askPrimary = (): Promise<Positions | null> => ask(primary, knownPositions).catch(() => null);
  const before = await askPrimary();
  const seen = await Promise.all(replicas.map((name) => ask(name, lookAtReplica).catch(() => null)));
  // Under load a replica may have passed by what the primary held before: only what the primary still does not know is foreign.
  const after = await askPrimary();
  const truth = before === null ? null : Math.max(0, ...before.values());
  return { truth, replicas: replicas.map((name, index) => standingOf(name, seen[index] ?? null, { truth, after })) };
}

type Positions = Awaited<ReturnType<typeof knownPositions>>;
type Sight = Awaited<ReturnType<typeof lookAtReplica>>;

async function lookAtReplica(query: Query) {
  const { server, sequence } = await currentPosition(query);
  const status = await replicaStatus(query);
  return { server, sequence, isFollowing: status?.isConnected === true && status.isApplying };
}

/** A position is part of the primary's history when the primary has logged that server's transactions up to it. */
function standingOf(
  name: string,
  sight: Sight | null,
  { truth, after }: { readonly truth: number | null; readonly after: Positions | null },
): Standing {
  if (sight === null) return { name, sequence: null, isLevel: false, isFollowing: false, hasDiverged: false };
  const { server, sequence, isFollowing } = sight;
  const hasDiverged = after !== null && sequence > (after.get(server) ?? 0);
  const isLevel = truth !== null && after !== null && !hasDiverged && sequence >= truth;
  return { name, sequence, isLevel, isFollowing, hasDiverged };
}

const aside = 'it holds transactions that the cluster does not have, and stands aside';

/** What keeps the servers from being whole, in words; empty when nothing does. */
export function troubleOf(primary: string, { truth, replicas }: Standings): readonly string[] {
  const ofReplicas = replicas.flatMap(({ name, isLevel, isFollowing, hasDiverged }) => {
    if (hasDiverged) return [`${name}: ${aside}`];
    return isLevel && isFollowing ? [] : [`${name} does not follow the primary`];
  });
  return truth === null ? [`The primary ${primary} does not answer`, ...ofReplicas] : ofReplicas;
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
