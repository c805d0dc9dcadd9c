/** The edge of the simulator's thread: plants the bugs in a simulated cluster, and answers the topology's questions. */
import { parentPort, workerData } from 'node:worker_threads';
import * as kinds from './catalog/bugs/index.js';
import { answerQuestions } from './kit/asked-thread.js';
import { createSystemClock } from './kit/clock.js';
import { messageOf } from './kit/error.js';
import { createRegistry } from './kit/registry.js';
import type { BugKind } from './model/bug.js';
import { SimulatedCluster } from './simulator/cluster.js';
import type { Answers, Question, SimulatorOrder } from './simulator/messages.js';
import { PlantedBugs } from './simulator/planted-bugs.js';

const order = workerData as SimulatorOrder;
// Not the whole catalog: the thread would load what only the runner needs.
const bugKinds = createRegistry<BugKind>(kinds);
const bugs = new PlantedBugs({
  ...order,
  nodes: order.nodes.map((node) => node.name),
  kindOf: (kind) => bugKinds.get(kind),
});
const cluster = new SimulatedCluster({ ...order, bugs, clock: createSystemClock() });

if (parentPort !== null) answerQuestions(parentPort, answer, messageOf);

async function answer(question: Question): Promise<Answers[Question['kind']]> {
  switch (question.kind) {
    case 'listen':
      return await cluster.listen();
    case 'settle':
      await cluster.settled();
      return null;
    case 'truth':
      return cluster.truth();
    case 'state':
      return cluster.stateOf(question.node);
    case 'kill':
    case 'stop':
      await cluster.end(question.node, question.kind === 'kill');
      return null;
    case 'pause':
      cluster.pause(question.node, question.boundMs);
      return null;
    case 'resume':
      cluster.resume(question.node);
      return null;
    case 'start':
      await cluster.start(question.node);
      return null;
    default:
      return question satisfies never;
  }
}
