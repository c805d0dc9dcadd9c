/** Keeps a second command from working on the same study: both would take the other's repetition for one that was cut. */
import { join } from 'node:path';
import { ToolError } from '../../kit/error.js';
import { holderOf, takeClaim } from '../../host/claim.js';

/** Disposing it lets others go on. What a dead process held is free. */
export async function holdStudy(directory: string): Promise<AsyncDisposable> {
  const path = join(directory, 'in-progress');
  const claim = await takeClaim(path);
  if (claim !== null) return claim;
  const holder = await holderOf(path);
  const who = holder === null ? 'Another process' : `Process ${holder.pid}`;
  const message = `${who} is working on the study in ${directory}.`;
  throw new ToolError('guardRefused', message, 'Wait for its end, or choose another folder with --out.');
}
