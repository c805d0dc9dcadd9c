/** Checks the payment API against the client in front of it. */
import type { ApiSettings } from '../../model/api.js';
import type { Scenario } from '../../model/scenario.js';
import type { Report } from '../overlay.js';
import { problemAt } from '../problem.js';
import { placeAt, type SourceNode } from '../source.js';

export interface ApiChoice {
  readonly root: SourceNode;
  readonly api: ApiSettings | undefined;
  readonly topology: string | undefined;
  readonly policy: Scenario['client']['retry']['policy'];
}

/** A gateway that pays again under a new id is the naive client: only its numbering tells the payments of one customer from those of two. */
export function checkApi({ root, api, topology, policy }: ApiChoice, report: Report): void {
  if (api?.gateway?.bug === 'naive-retry' && policy !== 'naive') {
    const message = 'A gateway that pays again under new ids needs a client whose payments have more than one id.';
    report(problemAt(placeAt(root, ['api', 'bug']), { message, remedy: 'Write client.retry: naive 2.' }));
  }
  if (api?.gateway !== null && api?.gateway !== undefined && topology === 'simulated') {
    const message = 'The reference gateway needs a real database behind it.';
    report(
      problemAt(placeAt(root, ['api', 'gateway']), { message, remedy: 'Choose target.topology: single, for example.' }),
    );
  }
}
