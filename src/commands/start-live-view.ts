/** The live view of a run on this terminal; silent when the output is meant for a script. */
import { redactText } from '../kit/redact.js';
import type { JournalEvent } from '../model/journal.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { CommandContext } from './context.js';
import { createLiveView } from './live-view/live-view.js';

export interface RunView extends Disposable {
  readonly onEvent: (event: JournalEvent) => void;
  readonly onProgress: (text: string) => void;
}

export interface ViewOptions {
  readonly isSilent: boolean;
  /** Of a run within a study. */
  readonly title?: string | undefined;
}

export function startLiveView(
  plan: Plan,
  catalog: Catalog,
  { terminal }: CommandContext,
  { isSilent, title }: ViewOptions,
): RunView {
  if (isSilent) return { onEvent: () => undefined, onProgress: () => undefined, [Symbol.dispose]: () => undefined };
  const { topology, settings } = plan.scenario.target;
  const { isTty, columns, hasColor } = terminal;
  const view = createLiveView({
    isTty,
    columns,
    hasColor,
    write: (text) => (isTty ? terminal.draw(text) : terminal.out(text)),
    plan,
    nodes: catalog.topologies.get(topology).nodes(settings),
    part: title === undefined ? undefined : { title, breaks: breaksOf(plan, catalog) },
  });
  const held = isTty ? terminal.holdFoot(view.foot) : null;
  return {
    onEvent: (event) => view.onEvent(event),
    onProgress: (text) => view.onProgress(text),
    [Symbol.dispose]: () => {
      view.dispose();
      held?.[Symbol.dispose]();
    },
  };
}

function breaksOf({ faults }: Plan, catalog: Catalog): readonly string[] {
  return faults.map(({ kind, settings }) => redactText(catalog.faults.get(kind).describe(settings)));
}
