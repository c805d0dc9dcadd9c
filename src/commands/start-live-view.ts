/** The live view of a run on this terminal; silent when the output is meant for a script. */
import type { JournalEvent } from '../model/journal.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { CommandContext } from './context.js';
import { createLiveView } from './live-view/live-view.js';

export interface RunView extends Disposable {
  readonly onEvent: (event: JournalEvent) => void;
  readonly onProgress: (text: string) => void;
}

export function startLiveView(
  plan: Plan,
  catalog: Catalog,
  { terminal }: CommandContext,
  { isSilent }: { readonly isSilent: boolean },
): RunView {
  if (isSilent) return { onEvent: () => undefined, onProgress: () => undefined, [Symbol.dispose]: () => undefined };
  const { topology, settings } = plan.scenario.target;
  const view = createLiveView({
    isTty: terminal.isTty,
    columns: terminal.columns,
    hasColor: terminal.hasColor,
    write: (text) => terminal.out(text),
    plan,
    nodes: catalog.topologies.get(topology).nodes(settings),
  });
  return {
    onEvent: (event) => view.onEvent(event),
    onProgress: (text) => view.onProgress(text),
    [Symbol.dispose]: () => view.dispose(),
  };
}
