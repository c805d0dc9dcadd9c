/** Puts the operations that a scenario brings with it into the folder of its run, from where threads and later commands take them. */
import { noteCode } from '../host/known-code.js';
import type { RehearseOptions } from './rehearse-options.js';

/** Before anything is started. What is played here by its user may be drawn again here without asking. */
export async function keepOwnOperations({
  plan,
  catalog,
  directory,
}: Pick<RehearseOptions, 'plan' | 'catalog' | 'directory'>): Promise<void> {
  const own = plan.scenario.operations ?? [];
  if (own.length === 0) return;
  const { keepOperations } = await import('../own-operations/kept-operations.js');
  keepOperations(
    directory,
    own.map(({ kind }) => catalog.operations.get(kind)),
  );
  await noteCode(own.map(({ sha256 }) => sha256));
}
