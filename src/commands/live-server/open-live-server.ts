/** Opens what the options of a command ask for, before it starts anything, and says where it is. */
import type { CommandContext } from '../context.js';
import { warn } from '../warn.js';
import { isAnythingShown, liveWishes, type LiveArgs } from './live-options.js';
import { LiveServer } from './live-server.js';

/** Resolves to null when nobody asked for anything. Rejects with a ToolError when something cannot be served. Disposing it ends it without a report. */
export async function openLiveServer(args: LiveArgs, context: CommandContext): Promise<LiveServer | null> {
  const { terminal, environment } = context;
  const wishes = liveWishes(args, environment);
  if (!isAnythingShown(wishes)) return null;
  const { server, places } = await LiveServer.open(wishes, (text) => warn(terminal, text));
  // Not among the results: with --json and --quiet, too, somebody must learn where to look.
  if (places.page !== null) terminal.err(`Live page: ${places.page} (it becomes the report)\n`);
  if (places.metrics !== null) terminal.err(`Metrics: ${places.metrics}\n`);
  if (places.otlp !== null) terminal.err(`Metrics are pushed to ${places.otlp}\n`);
  return server;
}
