/** What faults keep going in this process from injection to heal. Who has only the lease finds nothing here: it ended with its runner. */
import { canonicalJson } from '../../../kit/canonical-json.js';
import type { FaultContext } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';

type Aim = Pick<FaultContext, 'cluster' | 'targets'>;

/** Of a fault that keeps nothing going: it was begun by this process. */
export const nothingToEnd: AsyncDisposable = { [Symbol.asyncDispose]: async () => undefined };

/** One for each kind of fault, which does not strike the same nodes twice at a time. */
export class UnderWay<Activity extends AsyncDisposable> {
  readonly #activities = new WeakMap<Cluster, Map<string, Activity>>();

  /** What is under way already goes on. */
  begin(aim: Aim, start: () => Activity): Activity {
    const found = this.find(aim);
    if (found !== undefined) return found;
    const begun = start();
    this.#of(aim).set(keyOf(aim), begun);
    return begun;
  }

  find(aim: Aim): Activity | undefined {
    return this.#of(aim).get(keyOf(aim));
  }

  /** Resolves to whether there was anything to end. */
  async end(aim: Aim): Promise<boolean> {
    const found = this.find(aim);
    await found?.[Symbol.asyncDispose]();
    return this.#of(aim).delete(keyOf(aim));
  }

  #of({ cluster }: Aim): Map<string, Activity> {
    const found = this.#activities.get(cluster) ?? new Map<string, Activity>();
    this.#activities.set(cluster, found);
    return found;
  }
}

function keyOf({ targets }: Aim): string {
  return canonicalJson(targets.nodes);
}
