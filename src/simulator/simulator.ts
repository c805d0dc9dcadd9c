/** A simulated cluster in a thread of its own, so that nothing that measures shares an event loop with it. */
import { AskedThread } from '../kit/asked-thread.js';
import { threadFile } from '../kit/thread-file.js';
import type { Answers, Question, SimulatorOrder } from './messages.js';

export class Simulator extends AskedThread<Question, Answers> {
  constructor(order: SimulatorOrder) {
    super(threadFile('simulator-thread'), 'The simulator', order);
  }
}
