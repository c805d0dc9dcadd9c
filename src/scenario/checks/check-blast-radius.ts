/** Checks that the faults together never break more nodes than the topology goes on without, unless the scenario says that this is the point. */
import { nodesBroken, toleratedLosses, type Strike } from '../../kit/blast-radius.js';
import type { BlastRadius } from '../../model/scenario.js';
import type { Draft } from '../draft.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { placeAt, positionedPath } from '../source.js';
import { windowOf } from './fault-window.js';

const permission = 'blast_radius: { beyond_tolerance: true }';

export function checkBlastRadius(draft: Draft, report: Report): void {
  const { root, target, faults, blastRadius } = draft;
  if (target === null || blastRadius === null) return;
  const tolerated = toleratedLosses(target.kind, target.settings);
  const { nodes_at_once: wished = 1, beyond_tolerance: isBeyond } = blastRadius;
  if (wished > tolerated && !isBeyond) {
    const message = `The topology "${target.kind.kind}" goes on without ${countOf(tolerated)}, not without ${wished}.`;
    const remedy = `Write a smaller number, or ${permission} if the outage is what is rehearsed.`;
    report(problemAt(placeAt(root, ['blast_radius', 'nodes_at_once']), { message, remedy }));
    return;
  }
  const { nodesAtOnceMax } = blastRadiusOf(draft);
  const strikes = faults.map((_fault, index) => strikeOf(index, draft));
  const broken = nodesBroken(
    strikes.filter((each) => each !== null),
    target.nodes,
  );
  let next = 0;
  for (const [index, strike] of strikes.entries()) {
    if (strike === null) continue;
    const count = broken[next++] ?? 0;
    if (count <= nodesAtOnceMax) continue;
    const path = positionedPath(root, ['faults', index], 'at');
    report(problemAt(placeAt(root, path), tooMany(count, nodesAtOnceMax, blastRadius.nodes_at_once)));
  }
}

/** What is written, or what the topology tolerates; all nodes where only the permission is given. */
export function blastRadiusOf({ target, blastRadius }: Draft): BlastRadius {
  const tolerated = target === null ? 1 : toleratedLosses(target.kind, target.settings);
  const nodes = Math.max(1, target?.nodes.length ?? 1);
  const most = blastRadius?.beyond_tolerance === true ? nodes : tolerated;
  return { nodesAtOnceMax: blastRadius?.nodes_at_once ?? most };
}

function strikeOf(index: number, draft: Draft): Strike | null {
  const settings = draft.faults[index]?.settings ?? null;
  const window = settings === null ? null : windowOf(settings, draft);
  if (settings === null || window === null) return null;
  return { kind: settings.definition, settings: settings.settings, ...window };
}

function tooMany(count: number, nodesAtOnceMax: number, wished: number | undefined): ProblemText {
  const broken = `From here on ${countOf(count)} would be broken at once`;
  if (wished !== undefined)
    return {
      message: `${broken}, and blast_radius.nodes_at_once is ${wished}.`,
      remedy: 'Heal others before, or raise it.',
    };
  return {
    message: `${broken}, and the topology goes on without ${countOf(nodesAtOnceMax)}.`,
    remedy: `Heal others before, or write ${permission} if the outage is what is rehearsed.`,
  };
}

function countOf(nodes: number): string {
  return nodes === 1 ? 'one node' : `${nodes} nodes`;
}
