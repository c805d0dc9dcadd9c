/** An operation that a scenario brings with it, made one of the catalog's: what it draws is looked at each time, before it can reach a ledger. */
import { deepFreeze } from '../kit/deep-freeze.js';
import { OperationRefusal } from '../kit/own-operations.js';
import type { OperationDefinition, OperationKind, OperationOrigin } from '../model/operation.js';
import { contentProblem, settlementProblem } from './check-content.js';
import { correctIt, tellThrown, type Told } from './fence.js';
import { FormProblem, readContent, readSettlement } from './read-content.js';

/** Its `draw` and `settle` throw an OperationRefusal that names file and field. */
export function ownOperation(definition: OperationDefinition, origin: OperationOrigin): OperationKind {
  const { settle, kind } = definition;
  const refusal = (step: string, words: string, hint = correctIt): OperationRefusal =>
    new OperationRefusal(kind, `${origin.file}: ${step} of "${kind}" ${words}.`, hint);
  const looked: Looked = (step, { call, read, problem }) => {
    const drawn = called(call, (thrown) => {
      const { message, hint }: Told = tellThrown(thrown, origin);
      return refusal(step, `failed: ${message}`, hint);
    });
    try {
      const result = read(drawn);
      const words = problem(result);
      if (words === null) return result;
      throw new FormProblem(words);
    } catch (thrown) {
      throw thrown instanceof FormProblem ? refusal(step, `gave what cannot be: ${thrown.message}`) : thrown;
    }
  };
  return {
    ...definition,
    origin,
    draw: (draws, ledger) =>
      looked('draw', {
        // A thread has a layout of its own, which nobody has frozen yet.
        call: () => definition.draw(draws, deepFreeze(ledger)),
        read: readContent,
        problem: (content) => contentProblem(content, ledger, definition),
      }),
    ...(settle === undefined
      ? {}
      : {
          settle: (authorisation, draws, ledger) =>
            looked('settle', {
              call: () => settle(deepFreeze(authorisation), draws, deepFreeze(ledger)),
              read: readSettlement,
              problem: ({ posting }) => settlementProblem(posting, authorisation, ledger),
            }),
        }),
  };
}

interface Look<Result> {
  readonly call: () => unknown;
  readonly read: (drawn: unknown) => Result;
  /** What breaks a rule of the ledger; null where nothing does. */
  readonly problem: (result: Result) => string | null;
}

type Looked = <Result>(step: string, look: Look<Result>) => Result;

function called(call: () => unknown, refusal: (thrown: unknown) => Error): unknown {
  try {
    return call();
  } catch (thrown) {
    throw refusal(thrown);
  }
}
