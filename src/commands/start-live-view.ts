/** How a run is watched: on this terminal, unless the output is meant for a script, and by those who look at its live page or collect its metrics. */
import { redactText } from '../kit/redact.js';
import type { JournalEvent } from '../model/journal.js';
import type { LoadInterval } from '../model/load-interval.js';
import type { LoadTally } from '../model/load-tally.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { CommandContext } from './context.js';
import type { LiveServer } from './live-server/live-server.js';
import { createLiveView, type LiveViewOptions } from './live-view/live-view.js';

export interface RunView extends Disposable {
  readonly onEvent: (event: JournalEvent) => void;
  readonly onProgress: (text: string) => void;
  readonly onTally?: ((tally: LoadTally, interval: LoadInterval) => void) | undefined;
}

export interface ViewOptions {
  readonly isSilent: boolean;
  /** Of a run within a study. */
  readonly title?: string | undefined;
  /** Where others look at it. */
  readonly live?: LiveServer | null | undefined;
}

export function startLiveView(plan: Plan, catalog: Catalog, context: CommandContext, options: ViewOptions): RunView {
  const { live, title } = options;
  const { topology, settings } = plan.scenario.target;
  const nodes = catalog.topologies.get(topology).nodes(settings);
  const view = options.isSilent ? silentView : viewOnTerminal({ plan, nodes }, catalog, { ...context, title });
  if (live === null || live === undefined) return view;
  live.begin({ plan, nodes, isSimulated: topology === 'simulated', title: title ?? null });
  return {
    onEvent: (event) => {
      view.onEvent(event);
      live.onEvent(event);
    },
    onProgress: (text) => {
      view.onProgress(text);
      live.onProgress(text);
    },
    onTally: (tally, interval) => live.onTally(tally, interval),
    [Symbol.dispose]: () => view[Symbol.dispose](),
  };
}

const silentView: RunView = {
  onEvent: () => undefined,
  onProgress: () => undefined,
  [Symbol.dispose]: () => undefined,
};

function viewOnTerminal(
  shown: Pick<LiveViewOptions, 'plan' | 'nodes'>,
  catalog: Catalog,
  { terminal, title }: Pick<CommandContext, 'terminal'> & Pick<ViewOptions, 'title'>,
): RunView {
  const { isTty, columns, hasColor } = terminal;
  const view = createLiveView({
    ...shown,
    isTty,
    columns,
    hasColor,
    write: (text) => (isTty ? terminal.draw(text) : terminal.out(text)),
    part: title === undefined ? undefined : { title, breaks: breaksOf(shown.plan, catalog) },
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
