/** Tells a cycle or a single read so that a person can follow it: who took part, and what each saw, made, or missed. */
import { formatCount } from '../../kit/format.js';
import type { Story, StoryMember } from '../../model/anomaly-story.js';
import type { History } from '../../model/history.js';
import { transactionEnds } from '../../model/history.js';
import { edgeKinds, type Edge } from './graph.js';

export interface StoryNames {
  /** What a transaction was, such as "transfer, payment 12". */
  transaction(at: number): string;
  node(position: number): string;
}

export class Storyteller {
  readonly #history: History;
  readonly #names: StoryNames;

  constructor(history: History, names: StoryNames) {
    this.#history = history;
    this.#names = names;
  }

  /** Edges that form a cycle; nodes above the transactions are moments, which the story leaves out. */
  cycle(edges: readonly Edge[]): Story {
    const { count } = this.#history.transactions;
    const start = edges.findIndex(({ from }) => from < count);
    const turned = [...edges.slice(start), ...edges.slice(0, start)];
    const members = [...new Set(turned.flatMap(({ from }) => (from < count ? [from] : [])))];
    const label = (at: number): string => `T${members.indexOf(at) + 1}`;
    return {
      members: members.map((at) => this.#introduce(at)),
      steps: joinMoments(turned, count).map((edge) => this.#tellEdge(edge, label)),
    };
  }

  /** A read that should not have been, and the write beside which that shows. */
  read(read: number, write: number | null, between: string): Story {
    const [reader, writer] = [this.transactionOf(read), write === null ? null : this.transactionOf(write)];
    return {
      members: [reader, ...(writer === null ? [] : [writer])].map((at) => this.#introduce(at)),
      steps: [`T1 saw ${this.#version(read)}${write === null ? '' : `, T2 made ${this.#version(write)}`}: ${between}.`],
    };
  }

  transactionOf(access: number): number {
    const { firstAccess, count } = this.#history.transactions;
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((firstAccess[middle + 1] as number) <= access) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #introduce(at: number): StoryMember {
    const { node, startMs, endMs, end, session } = this.#history.transactions;
    return {
      name: this.#names.transaction(at),
      node: this.#names.node(node[at] as number),
      session: session[at] ?? 0,
      startMs: startMs[at] as number,
      endMs: Number.isFinite(endMs[at]) ? (endMs[at] as number) : null,
      end: transactionEnds[end[at] ?? 0] ?? 'unknown',
    };
  }

  #tellEdge({ from, to, kind, fromAccess, toAccess }: Edge, label: (at: number) => string): string {
    const [one, other] = [label(from), label(to)];
    switch (kind) {
      case edgeKinds.ww:
        return `${one} made ${this.#version(fromAccess)}, and ${other} overwrote it with ${this.#version(toAccess)}.`;
      case edgeKinds.wr:
        return `${one} made ${this.#version(fromAccess)}, and ${other} saw it.`;
      case edgeKinds.rw:
        return `${one} saw ${this.#version(fromAccess)}, and not that ${other} made ${this.#version(toAccess)}.`;
      case edgeKinds.session:
        return `${one} came before ${other} in the same session.`;
      default:
        return `${one} had ended before ${other} began.`;
    }
  }

  #version(access: number): string {
    const { account, version, balance } = this.#history.accesses;
    const amount = balance[access] as number;
    const told = Number.isNaN(amount) ? '' : ` (balance ${formatCount(amount)})`;
    return `version ${version[access] ?? 0} of account ${account[access] ?? 0}${told}`;
  }
}

/** From the transaction before a row of moments to the one after it. */
function joinMoments(edges: readonly Edge[], transactions: number): readonly Edge[] {
  const joined: Edge[] = [];
  let from: number | null = null;
  for (const edge of edges) {
    if (edge.from < transactions) from = edge.from;
    if (edge.to < transactions && from !== null) joined.push({ ...edge, from });
  }
  return joined;
}
