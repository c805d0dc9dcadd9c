/** What every command that touches a target does first: heal what a dead runner left broken; and, before new servers, end those it left running. */
import { removeLeftovers } from '../host/leftovers.js';
import { createSystemClock } from '../kit/clock.js';
import type { Catalog } from '../model/registry.js';
import { repairLeases } from '../run/faults/repair-leases.js';
import type { CommandContext } from './context.js';

export async function healFirst(catalog: Catalog, { terminal }: CommandContext): Promise<void> {
  const onProgress = (text: string): void => terminal.err(`${text}\n`);
  const healed = await repairLeases({ catalog, clock: createSystemClock(), onProgress });
  if (healed.length > 0) terminal.err(`healed: ${healed.map((lease) => lease.fault).join(', ')}\n`);
}

export async function tidyUp(catalog: Catalog, context: CommandContext): Promise<void> {
  await healFirst(catalog, context);
  const ended = await removeLeftovers(createSystemClock());
  for (const { file } of ended) {
    context.terminal.err(
      `ended the servers that an earlier run left behind (${file.topology}, started ${file.createdAt})\n`,
    );
  }
}
