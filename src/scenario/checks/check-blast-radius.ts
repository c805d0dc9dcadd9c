/** Checks that the faults together never break more nodes than the target goes on without by then, unless the scenario says that this is the point. */
import { allowedLosses, mostAtOnce, nodesBroken } from '../../kit/blast-radius.js';
import { foresee } from '../../kit/outlook.js';
import type { BlastRadius } from '../../model/scenario.js';
import type { Draft } from '../draft.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { placeAt, positionedPath } from '../source.js';
import { strikeOf } from './fault-window.js';

const permission = 'blast_radius: { beyond_tolerance: true }';

export function checkBlastRadius(draft: Draft, report: Report): void {
  const { root, target, blastRadius } = draft;
  if (target === null || blastRadius === null) return;
  const allowed = allowedLosses(target, target.nodes.length);
  const { nodes_at_once: wished = 0, beyond_tolerance: isBeyond } = blastRadius;
  if (wished <= allowed || isBeyond) return checkStrikes(draft, target, report);
  const message = `The topology "${target.kind.kind}" ${sparing(allowed)}${allowed === 0 ? '' : `, not without ${wished}`}.`;
  const less = allowed === 0 ? 'Leave it out' : 'Write a smaller number';
  const remedy = `${less}, or write ${permission} if the outage is what is rehearsed.`;
  report(problemAt(placeAt(root, ['blast_radius', 'nodes_at_once']), { message, remedy }));
}

function checkStrikes(draft: Draft, target: NonNullable<Draft['target']>, report: Report): void {
  const { root, faults, blastRadius } = draft;
  const radius = blastRadiusOf(draft);
  const strikes = faults.flatMap((_fault, index) => strikeOf(index, draft) ?? []);
  const outlooks = foresee(strikes, target);
  const broken = nodesBroken(strikes, target.nodes);
  for (const [place, { index }] of strikes.entries()) {
    const [count = 0, belonging = 0] = [broken[place], outlooks[place]?.members.length];
    if (count <= mostAtOnce(radius, target, belonging)) continue;
    const isWritten = blastRadius?.nodes_at_once === mostAtOnce(radius, target, belonging);
    const text = isWritten ? moreThanWritten(count, radius) : moreThanSpared(count, target, belonging);
    report(problemAt(placeAt(root, positionedPath(root, ['faults', index], 'at')), text));
  }
}

function moreThanWritten(count: number, { nodesAtOnceMax }: BlastRadius): ProblemText {
  return {
    message: `From here on ${countOf(count)} would be broken at once, and blast_radius.nodes_at_once is ${nodesAtOnceMax}.`,
    remedy: 'Heal others before, or raise it.',
  };
}

function moreThanSpared(count: number, target: NonNullable<Draft['target']>, members: number): ProblemText {
  const all = members === target.nodes.length ? '' : ` of the ${members} that belong to it by then`;
  const spared = sparing(allowedLosses(target, members));
  return {
    message: `From here on ${countOf(count)} would be broken at once, and the topology ${spared}${all}.`,
    remedy: `Heal others before, or write ${permission} if the outage is what is rehearsed.`,
  };
}

/** What is written, or what the target goes on without when all its nodes belong to it; all of them where only the permission is given. */
export function blastRadiusOf({ target, blastRadius }: Draft): BlastRadius {
  const { nodes_at_once: wished, beyond_tolerance: isBeyond = false } = blastRadius ?? {};
  const nodes = Math.max(1, target?.nodes.length ?? 1);
  if (isBeyond) return { nodesAtOnceMax: wished ?? nodes, isBeyondTolerance: true };
  return { nodesAtOnceMax: wished ?? (target === null ? 1 : allowedLosses(target, nodes)) };
}

function sparing(nodes: number): string {
  return nodes === 0 ? 'cannot do without any' : `goes on without ${countOf(nodes)}`;
}

function countOf(nodes: number): string {
  return nodes === 1 ? 'one node' : `${nodes} nodes`;
}
