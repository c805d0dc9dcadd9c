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
  const known = await ask(primary, knownPositions).catch(() => null);
  const truth = known === null ? null : Math.max(0, ...known.values());
  return { truth, replicas: await Promise.all(replicas.map((name) => standingOf(name, known, truth, ask))) };
}

/** A position is part of the primary's history when the primary has logged that server's transactions up to it. */
async function standingOf(
  name: string,
  known: ReadonlyMap<number, number> | null,
  truth: number | null,
  ask: AskNode,
): Promise<Standing> {
  const silent = { name, sequence: null, isLevel: false, isFollowing: false, hasDiverged: false };
  try {
    return await ask(name, async (query) => {
      const { server, sequence } = await currentPosition(query);
      const status = await replicaStatus(query);
      const hasDiverged = known !== null && sequence > (known.get(server) ?? 0);
      const isLevel = truth !== null && !hasDiverged && sequence >= truth;
      return { name, sequence, isLevel, isFollowing: status?.isConnected === true && status.isApplying, hasDiverged };
    });
  } catch {
    return silent;
  }
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
