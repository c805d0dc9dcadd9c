/** Checks that the credits which a scenario wants buffered are there, and that the target and the ledger can buffer them. */
import type { Scenario } from '../../model/scenario.js';
import type { TopologyKind } from '../../model/topology.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { placeAt, type SourceNode } from '../source.js';

export interface BufferingLedger {
  readonly root: SourceNode;
  readonly ledger: {
    readonly buffered_posting?: { readonly accounts: readonly string[] } | undefined;
    readonly merchants: { readonly hot?: unknown };
    readonly mode: Scenario['ledger']['mode'];
  };
  /** Undefined where it is not known. */
  readonly topology: Pick<TopologyKind, 'takesBugs'> | undefined;
  /** Payments go to an API, which writes the ledger in its own way. */
  readonly hasApi: boolean;
}

export function checkBufferedPosting({ root, ledger, topology, hasApi }: BufferingLedger, report: Report): void {
  const { buffered_posting: buffered, merchants, mode } = ledger;
  if (buffered === undefined) return;
  const complain = (keys: readonly string[], text: ProblemText): void =>
    report(problemAt(placeAt(root, ['ledger', 'buffered_posting', ...keys]), text));
  if (buffered.accounts.includes('hot-merchants') && merchants.hot === undefined) {
    complain(['accounts'], {
      message: 'Credits to hot merchants are to be buffered, and none is hot.',
      remedy: 'Say which are: merchants: { hot: { accounts: 3, share: 80% } }; or write accounts: [fees].',
    });
  }
  if (mode === 'detect') {
    complain([], {
      message:
        'The buffer tells credits apart by payment and entry, a key that would hide the duplicates which detect mode looks for.',
      remedy: 'Write ledger.mode: enforce.',
    });
  }
  if (hasApi) {
    complain([], {
      message: 'Behind an API it is the application that posts, at once or later; paystorm cannot buffer for it.',
      remedy: 'Leave ledger.buffered_posting out, or leave out api to send payments to the database itself.',
    });
  }
  if (topology?.takesBugs === true) {
    complain([], {
      message: 'The simulated target knows no buffer.',
      remedy: 'Choose target.topology: single, for example.',
    });
  }
}
