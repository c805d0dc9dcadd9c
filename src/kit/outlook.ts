/**
 * What a target will be when each fault of its timeline comes, as far as the scenario tells: who belongs to it and who the primary is, after all that planned
 * operations, moves of the role and heals have changed by then. What nobody can know beforehand is null.
 */
import type { NodeName } from '../model/topology.js';
import { breaksNodes, membersAtStart, mentionedBy, type Strike, type Target } from './blast-radius.js';

export interface Outlook {
  /** Who belongs to the target when it comes, all that is done at the same moment included but its own work. */
  readonly members: readonly string[];
  /** Who does at any time until its heal. */
  readonly membersMeanwhile: readonly string[];
  /** Who does just before its heal; as long as the timeline lasts for what stays. */
  readonly membersAtHeal: readonly string[];
  /** Null where there is none, or where a failover may have moved the role. */
  readonly primary: string | null;
  /** Which of the strikes ends what it made of the membership, although it was to stay; null while it does. */
  readonly undoneBy: number | null;
}

interface Standing {
  readonly members: readonly string[];
  readonly primary: string | null;
}

/** An injection or a heal. */
interface Moment {
  readonly index: number;
  readonly strike: Strike;
  readonly isHeal: boolean;
  readonly atMs: number;
}

interface Passage extends Moment {
  readonly before: Standing;
  readonly after: Standing;
}

/** One for each strike, in their order. */
export function foresee(strikes: readonly Strike[], target: Target): readonly Outlook[] {
  const passages = walk(strikes, target);
  return strikes.map((strike, index) => {
    const begin = passages.findIndex((each) => each.index === index && !each.isHeal);
    const end = passages.findIndex((each) => each.index === index && each.isHeal);
    const until = passages.slice(begin, end === -1 ? undefined : end);
    const { before, after } = passages[begin] as Passage;
    return {
      ...before,
      membersMeanwhile: [...new Set([before, ...until.map((each) => each.after)].flatMap(({ members }) => members))],
      membersAtHeal: (end === -1 ? passages.at(-1)?.after : passages[end]?.before)?.members ?? [],
      undoneBy: strike.stays === true ? undoneBy(strike, after, until) : null,
    };
  });
}

function walk(strikes: readonly Strike[], target: Target): readonly Passage[] {
  const { kind, settings } = target;
  const nodes = kind.nodes(settings);
  let standing: Standing = { members: membersAtStart(target), primary: kind.primaryAtStart?.(settings) ?? null };
  const begun = new Map<number, Standing>();
  return inOrder(strikes).map((moment) => {
    const before = standing;
    const former = begun.get(moment.index);
    if (!moment.isHeal) standing = injected(moment.strike, before, nodes);
    // What changed nothing was refused, and is not undone.
    else if (former !== undefined) standing = healed(moment.strike, before, former);
    if (!moment.isHeal && standing !== before) begun.set(moment.index, before);
    return { ...moment, before, after: standing };
  });
}

/** What is healed at a moment is healed before anything else is done, and what changes the target comes before what is aimed at it. */
function inOrder(strikes: readonly Strike[]): readonly Moment[] {
  const moments = strikes.flatMap((strike, index): readonly Moment[] => [
    { index, strike, isHeal: false, atMs: strike.injectAtMs },
    ...(strike.stays === true ? [] : [{ index, strike, isHeal: true, atMs: strike.healAtMs }]),
  ]);
  const rank = ({ isHeal, strike: { kind } }: Moment): number => (isHeal ? 0 : kind.membership === undefined ? 2 : 1);
  return moments.sort((left, right) => left.atMs - right.atMs || rank(left) - rank(right) || left.index - right.index);
}

function injected({ kind, settings }: Strike, standing: Standing, nodes: readonly NodeName[]): Standing {
  const { members, primary } = standing;
  const named = mentionedBy(kind, settings, nodes);
  if (kind.membership === 'joins') return withMembers(standing, [...members, ...missingFrom(members, named)]);
  if (kind.membership === 'leaves') return withMembers(standing, missingFrom(named, members));
  const move = kind.movesRole?.(settings);
  if (move !== undefined) return withPrimary(standing, move.to ?? onlyOther(standing));
  if (primary === null || !breaksNodes(kind, settings)) return standing;
  const hit = kind.separates?.(settings, nodes) ?? named;
  return hit.length === 0 || hit.includes(primary) ? withPrimary(standing, null) : standing;
}

function healed({ kind, settings }: Strike, standing: Standing, former: Standing): Standing {
  const { members, primary } = standing;
  const own = kind.mentions(settings).nodes;
  if (kind.membership === 'joins') return withMembers(standing, missingFrom(own, members));
  if (kind.membership === 'leaves') return withMembers(standing, [...members, ...missingFrom(members, own)]);
  const move = kind.movesRole?.(settings);
  if (move === undefined || move.afterHeal === 'as moved' || primary === null) return standing;
  return withPrimary(standing, move.afterHeal === 'as before' ? former.primary : null);
}

/** Nobody takes the last member away. */
function withMembers(standing: Standing, members: readonly string[]): Standing {
  const isSame = members.length === standing.members.length;
  return isSame || members.length === 0 ? standing : { ...standing, members };
}

function withPrimary(standing: Standing, primary: string | null): Standing {
  return primary === standing.primary ? standing : { ...standing, primary };
}

function onlyOther({ members, primary }: Standing): string | null {
  const others = missingFrom(primary === null ? [] : [primary], members);
  return primary !== null && others.length === 1 ? (others[0] ?? null) : null;
}

function undoneBy({ kind, settings }: Strike, own: Standing, later: readonly Passage[]): number | null {
  if (kind.membership === undefined) return null;
  const { nodes } = kind.mentions(settings);
  const isWithin = (name: string, { members }: Standing): boolean => members.includes(name);
  const isOver = ({ after }: Passage): boolean => nodes.some((name) => isWithin(name, after) !== isWithin(name, own));
  return later.find(isOver)?.index ?? null;
}

/** Of `wanted`, what is not in `some`. */
function missingFrom(some: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((name) => !some.includes(name));
}
