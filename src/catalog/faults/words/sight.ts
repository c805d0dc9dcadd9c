/** What the answer to a look says of a fault's effect. Who could not be asked has not said that it is over. */
import type { CommandEnd } from '../../../host/given-command.js';
import type { NodeName } from '../../../model/topology.js';

export type Sight = 'seen' | 'gone' | 'unknown';

/** Codes above it are given by what has got nowhere: timeout, docker, a shell that finds or may run nothing, a signal, ssh. */
const answeringCodeMax = 123;

/** Of a command that ends with 0 while the effect is there. */
export function sightByCode({ code }: CommandEnd): Sight {
  if (code === null || code > answeringCodeMax) return 'unknown';
  return seenWhere(code === 0);
}

/** Of one that ends with 0 whenever it has an answer, and says it. */
export function sightByWords(
  read: (out: string, node: NodeName) => Sight,
): (answer: CommandEnd, node: NodeName) => Sight {
  return ({ code, out }, node) => (code === 0 ? read(out, node) : 'unknown');
}

export function seenWhere(isThere: boolean): Sight {
  return isThere ? 'seen' : 'gone';
}
