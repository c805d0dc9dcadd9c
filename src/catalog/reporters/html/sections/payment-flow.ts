/** The payments' way as a flow: from what was due over what clients were told to what the ledger says of it. Facts only; how it is drawn is decided elsewhere. */
import { formatCount } from '../../../../kit/format.js';
import type { NodeAudit } from '../../../../model/audit.js';
import type { Reconciliation } from '../../../../model/reconciliation.js';

/** `bad` ones must be empty, and say so when they are. */
export type FlowTone =
  'due' | 'acknowledged' | 'in-doubt' | 'aborted' | 'declined' | 'dropped' | 'present' | 'absent' | 'bad';

export interface FlowNode {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly tone: FlowTone;
}

export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface FlowStage {
  readonly title: string;
  readonly nodes: readonly FlowNode[];
}

export interface PaymentFlow {
  readonly stages: readonly FlowStage[];
  readonly links: readonly FlowLink[];
}

/** Stages end where the ledger could not be read. */
export function paymentFlow(reconciliation: Reconciliation, authority: NodeAudit | undefined): PaymentFlow {
  const told = toldStage(reconciliation);
  const due = sum(told.nodes.map(({ count }) => count));
  const first = { title: 'payments due', nodes: [node('due', 'due', due, 'due')] };
  const dueLinks = told.nodes.map(({ id, count }) => ({ from: 'due', to: id, count }));
  if (reconciliation.lost === null || authority === undefined) return withoutEmpty([first, told], dueLinks);
  const found = foundIn(reconciliation, authority);
  return withoutEmpty([first, told, found.ledger, found.effect], [...dueLinks, ...found.links]);
}

function toldStage({ attempted, neverSent = 0 }: Reconciliation): FlowStage {
  const doubtful = attempted.unrecorded === 0 ? 'in doubt' : 'in doubt, or unrecorded';
  return {
    title: 'the client was told',
    nodes: [
      node('acknowledged', 'acknowledged', attempted.acknowledged, 'acknowledged'),
      node('in-doubt', doubtful, attempted.inDoubt + attempted.unrecorded, 'in-doubt'),
      node('declined', 'declined', attempted.declined, 'declined'),
      node('aborted', 'aborted', attempted.aborted, 'aborted'),
      node('dropped', 'never sent', neverSent, 'dropped'),
    ],
  };
}

interface Found {
  readonly ledger: FlowStage;
  readonly effect: FlowStage;
  readonly links: readonly FlowLink[];
}

function foundIn(reconciliation: Reconciliation, { categories }: NodeAudit): Found {
  const [lost, phantom] = [reconciliation.lost?.count ?? 0, categories.phantom.count];
  const [duplicate, partial, unexpected] = [
    categories.duplicate.count,
    categories.partial.count,
    categories.unexpected.count,
  ];
  const links = ledgerLinks(reconciliation, lost, phantom);
  const into = (id: string): number => sum(links.filter(({ to }) => to === id).map(({ count }) => count));
  const present = into('present');
  const whole = Math.max(0, present - duplicate - partial);
  return {
    ledger: {
      title: 'the ledger says',
      nodes: [
        node('present', 'present', present, 'present'),
        node('lost', 'lost', lost, 'bad'),
        node('phantom', 'phantom', phantom, 'bad'),
        node('unexpected', 'never attempted, yet there', unexpected, 'bad'),
        node('absent', 'absent, and no loss', into('absent'), 'absent'),
      ],
    },
    effect: {
      title: 'with the effect',
      nodes: [
        node('whole', 'once and whole', whole, 'present'),
        node('duplicate', 'duplicate', duplicate, 'bad'),
        node('partial', 'in part', partial, 'bad'),
      ],
    },
    links: [
      ...links,
      link('present', 'whole', whole),
      link('present', 'duplicate', duplicate),
      link('present', 'partial', partial),
    ],
  };
}

function ledgerLinks(reconciliation: Reconciliation, lost: number, phantom: number): readonly FlowLink[] {
  const { attempted, acknowledgedPresent, inDoubtPresent, inDoubtAbsent, neverSent = 0 } = reconciliation;
  // The audit counts phantoms of aborted and of declined payments together: they are drawn from the aborted ones as far as there are that many.
  const abortedPhantom = Math.min(phantom, attempted.aborted);
  const declinedPhantom = Math.min(phantom - abortedPhantom, attempted.declined);
  return [
    link('acknowledged', 'present', acknowledgedPresent ?? 0),
    link('acknowledged', 'lost', lost),
    link('in-doubt', 'present', inDoubtPresent ?? 0),
    link('in-doubt', 'absent', inDoubtAbsent ?? 0),
    link('declined', 'phantom', declinedPhantom),
    link('declined', 'absent', attempted.declined - declinedPhantom),
    link('aborted', 'phantom', abortedPhantom),
    link('aborted', 'absent', attempted.aborted - abortedPhantom),
    link('dropped', 'absent', neverSent),
  ];
}

/** A link to a bad node stays when it carries nothing: that is the good news. Other empty ones tell nothing. */
function withoutEmpty(stages: readonly FlowStage[], links: readonly FlowLink[]): PaymentFlow {
  const bad = new Set(
    stages.flatMap(({ nodes }) => nodes.flatMap(({ id, tone, count }) => (tone === 'bad' && count === 0 ? [id] : []))),
  );
  const empty = new Set(stages.flatMap(({ nodes }) => nodes.flatMap(({ id, count }) => (count === 0 ? [id] : []))));
  return { stages, links: links.filter(({ from, to, count }) => count > 0 || (bad.has(to) && !empty.has(from))) };
}

/** The whole flow in one sentence, for people who do not see the drawing. */
export function flowSentence({ stages }: PaymentFlow): string {
  return stages
    .map(
      ({ title, nodes }) => `${title}: ${nodes.map(({ label, count }) => `${formatCount(count)} ${label}`).join(', ')}`,
    )
    .join('; ');
}

function node(id: string, label: string, count: number, tone: FlowTone): FlowNode {
  return { id, label, count, tone };
}

function link(from: string, to: string, count: number): FlowLink {
  return { from, to, count };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
