/** A TCP proxy in front of every node, in a thread of its own: faults of the network without any right of the system's. It dies with the runner, and its faults with it. */
import { AskedThread } from '../kit/asked-thread.js';
import { threadFile } from '../kit/thread-file.js';
import type { NetworkControl, Poison } from '../model/network.js';
import type { Answers, ProxyOrder, Question } from './messages.js';

export class FaultProxy extends AskedThread<Question, Answers> implements NetworkControl {
  constructor(order: ProxyOrder) {
    super(threadFile('proxy-thread'), 'The proxy', order);
  }

  async poison(poison: Poison): Promise<void> {
    await this.ask({ kind: 'poison', poison });
  }

  async cure(id: string): Promise<void> {
    await this.ask({ kind: 'cure', id });
  }

  effectOf(id: string): Promise<number | null> {
    return this.ask({ kind: 'effect', id });
  }
}
