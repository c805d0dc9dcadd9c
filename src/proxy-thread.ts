/** The edge of the proxy's thread: builds the catalog, opens a door for each node, and puts poisons in and out. */
import { parentPort, workerData } from 'node:worker_threads';
import { createCatalog } from './catalog/index.js';
import { answerQuestions } from './kit/asked-thread.js';
import { createSystemClock } from './kit/clock.js';
import { messageOf } from './kit/error.js';
import type { Toxic } from './model/network.js';
import type { Answers, ProxyOrder, Question } from './proxy/messages.js';
import { ProxiedNode } from './proxy/proxied-node.js';

const { nodes, seed } = workerData as ProxyOrder;
const catalog = createCatalog();
const clock = createSystemClock();
const doors = new Map(
  nodes.map((node) => [node.name, new ProxiedNode({ node, seed, nowMs: () => clock.nowMs(), toxicOf })]),
);

if (parentPort !== null) answerQuestions(parentPort, answer, messageOf);

async function answer(question: Question): Promise<Answers[Question['kind']]> {
  switch (question.kind) {
    case 'listen':
      return Promise.all([...doors.values()].map((door) => door.listen()));
    case 'poison':
      for (const node of question.poison.nodes) doors.get(node)?.poison(question.poison);
      return null;
    case 'cure':
      for (const door of doors.values()) door.cure(question.id);
      return null;
    case 'effect':
      return effectOf(question.id);
    default:
      return question satisfies never;
  }
}

function effectOf(id: string): number | null {
  const effects = [...doors.values()].flatMap((door) => door.effectOf(id) ?? []);
  return effects.length === 0 ? null : effects.reduce((sum, effect) => sum + effect, 0);
}

function toxicOf(kind: string): Toxic {
  const { toxic } = catalog.faults.get(kind);
  if (toxic === undefined) throw new Error(`The fault ${kind} does nothing to connections.`);
  return toxic;
}
