/** Asks of each target of a fault for itself: where one has been healed, another may not be. */
import type { FaultContext, FaultKind, FaultTargets } from '../model/fault.js';

type Seeing = Pick<FaultKind, 'isEffective' | 'isSeenOnEach'>;

/** The same, aimed at each of its targets alone. */
export function eachTarget<Context extends { readonly targets: FaultTargets }>(context: Context): readonly Context[] {
  const { targets } = context;
  return targets.nodes.map((node) => ({ ...context, targets: { ...targets, nodes: [node] } }));
}

/** Whether at least one of the targets shows it. */
export async function isSeenOnAny(kind: Pick<Seeing, 'isEffective'>, context: FaultContext): Promise<boolean> {
  return (await Promise.all(eachTarget(context).map((each) => kind.isEffective(each)))).some(Boolean);
}

/** Whether anything of it is left: on any of its targets, where each shows the effect for itself. */
export function isAnythingLeft(kind: Seeing, context: FaultContext): Promise<boolean> {
  return kind.isSeenOnEach === true ? isSeenOnAny(kind, context) : kind.isEffective(context);
}
