/** Starts everything that only looks: probe lanes, node watches and the instrument's own watch. They end together. */
import { membersOf } from '../kit/members-of.js';
import type { Clock } from '../model/clock.js';
import type { Flavor } from '../model/flavor.js';
import type { JournalEvent, ProbeSample, RunHeader } from '../model/journal.js';
import type { Cluster } from '../model/topology.js';
import { FirstLook } from './first-look.js';
import { InstrumentWatch } from './watch-instrument.js';
import { NodeWatch } from './watch-nodes.js';
import { ProbeLane } from './probe-lane.js';
import { TotalsWatch } from './watch-totals.js';

export interface ObserverOptions {
  readonly header: Pick<RunHeader, 'plan' | 'runTag'>;
  /** Positions of the operations that post payments. */
  readonly postings: ReadonlySet<number>;
  readonly cluster: Cluster;
  readonly flavor: Flavor;
  readonly journal: {
    readonly directory: string;
    append(event: JournalEvent): void;
    appendProbe(sample: ProbeSample): void;
  };
  /** The clock on the plan's axis. */
  readonly axis: Clock;
}

export interface Observers extends AsyncDisposable {
  /** Some look again after what happens: they are told of each event of the timeline. */
  onEvent(event: JournalEvent): void;
}

export function startObservers(options: ObserverOptions): Observers {
  const { cluster, flavor, journal, axis } = options;
  const { scenario } = options.header.plan;
  const report = journal.append.bind(journal);
  const firstLook = new FirstLook(options);
  const instrument = new InstrumentWatch(axis, report);
  const isMember = (name: string) => (): boolean => membersOf(cluster).includes(name);
  const lanes = cluster.nodes.map((endpoint, node) => {
    return new ProbeLane({
      node,
      endpoint,
      schema: scenario.ledger.schema,
      settings: scenario.probes,
      clock: axis,
      isMember: isMember(endpoint.name),
      record(sample) {
        journal.appendProbe(sample);
        firstLook.onProbe(sample);
      },
      onTrouble: (text) => report({ kind: 'trouble', atMs: axis.nowMs(), text }),
    });
  });
  const watches = cluster.nodes.map((endpoint) => {
    return new NodeWatch({ endpoint, flavor, clock: axis, isMember: isMember(endpoint.name), report });
  });
  const totals = cluster.nodes.map((endpoint) => {
    const { schema, bufferedPosting } = scenario.ledger;
    return new TotalsWatch({
      endpoint,
      schema,
      isBuffering: bufferedPosting !== undefined,
      clock: axis,
      isMember: isMember(endpoint.name),
      report: (read) => report({ kind: 'total-read', atMs: read.atMs, read }),
    });
  });
  return {
    onEvent: (event) => firstLook.onEvent(event),
    async [Symbol.asyncDispose]() {
      await Promise.all([...lanes, ...watches, ...totals, firstLook].map((each) => each[Symbol.asyncDispose]()));
      instrument[Symbol.dispose]();
    },
  };
}
