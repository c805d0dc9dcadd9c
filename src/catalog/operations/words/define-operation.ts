/** What `import … from 'paystorm'` gives to an operation of one's own: the function that types it, and the words that the built-in ones share. It is compiled into each of them. */
import type { OperationDefinition } from '../../../model/operation.js';

export { authorise, settle, type SettlementTerms } from './authorise.js';
export { drawAmount, move } from './money.js';

/** Gives the definition back as it is, with its types checked: it is the default export of a file that a scenario names under `operations`. */
export function defineOperation(definition: OperationDefinition): OperationDefinition {
  return definition;
}
