/** All bugs of one cluster together, asked in the order in which the scenario plants them; without any, every answer is the honest one. */
import { createIndexedStream } from '../kit/random.js';
import { numberOf } from '../kit/payment-id.js';
import type {
  AppliedChange,
  BugKind,
  BugSettings,
  BugSite,
  CommitPlan,
  PlantedBug,
  SimulatedRead,
  SimulatedRow,
  SimulatedTruth,
  StartPlan,
} from '../model/bug.js';

export interface BugBed {
  readonly seed: number;
  readonly nodes: readonly string[];
  readonly bugs: readonly BugSettings[];
  readonly kindOf: (kind: string) => BugKind;
}

export class PlantedBugs {
  readonly #bugs: readonly { readonly kind: string; readonly planted: PlantedBug }[];

  constructor(bed: BugBed) {
    this.#bugs = bed.bugs.map((bug, position) => ({
      kind: bug.kind,
      planted: bed.kindOf(bug.kind).plant(bug.settings, siteOf(bug, position, bed)),
    }));
  }

  atCommit(plan: CommitPlan): CommitPlan {
    return this.#bugs.reduce((changed, { planted }) => planted.atCommit?.(changed) ?? changed, plan);
  }

  atRead(read: SimulatedRead): SimulatedRow | null {
    return this.#bugs.reduce<SimulatedRow | null>((row, { planted }) => {
      return row === null || planted.atRead === undefined ? row : planted.atRead({ ...read, row });
    }, read.row);
  }

  atStart(plan: StartPlan): StartPlan {
    return this.#bugs.reduce((changed, { planted }) => planted.atStart?.(changed) ?? changed, plan);
  }

  refusesSnapshots(node: string, atMs: number): boolean {
    return this.#bugs.some(({ planted }) => planted.refusesSnapshots?.(node, atMs) === true);
  }

  isSplit(node: string, atMs: number): boolean {
    return this.#bugs.some(({ planted }) => planted.isSplit?.(node, atMs) === true);
  }

  onApplied(change: AppliedChange): void {
    for (const { planted } of this.#bugs) planted.onApplied?.(change);
  }

  onCopied(node: string): void {
    for (const { planted } of this.#bugs) planted.onCopied?.(node);
  }

  truth(): SimulatedTruth['bugs'] {
    return this.#bugs.map(({ kind, planted }) => ({ bug: kind, harm: planted.harm() }));
  }
}

/** Each bug has a stream of its own, addressed by the payment's number: which payments it hits depends on the scenario and its seed alone. */
function siteOf({ kind, fromMs, toMs }: BugSettings, position: number, { seed, nodes }: BugBed): BugSite {
  const stream = createIndexedStream(seed, `bug ${position} ${kind}`);
  const isActive = (atMs: number): boolean => atMs >= fromMs && (toMs === null || atMs < toMs);
  return {
    nodes,
    isActive,
    isHit({ id, sentMs }, share) {
      stream.seek(numberOf(id));
      return isActive(sentMs) && stream.unit() < share;
    },
  };
}
