/** Checks how the client tries again: not where the payment's id is no key, and a retry would pay twice whatever the client means by it; and for how long only where it does. */
import type { Scenario } from '../../model/scenario.js';
import type { Report } from '../overlay.js';
import { problemAt } from '../problem.js';
import { placeAt, type SourceNode } from '../source.js';

export interface ClientChoice {
  readonly root: SourceNode;
  readonly mode: Scenario['ledger']['mode'];
  readonly policy: Scenario['client']['retry']['policy'];
  readonly retryForMs: number | undefined;
}

/** A second try after a lost answer would pay again, and the target would be blamed for what the client did. */
export function checkClient({ root, mode, policy, retryForMs }: ClientChoice, report: Report): void {
  if (policy === 'none' && retryForMs !== undefined) {
    report(
      problemAt(placeAt(root, ['client', 'retry_for']), {
        message: 'Nothing is tried again, for however long: client.retry is none.',
        remedy: 'Take retry_for away, or write client.retry: idempotent 5.',
      }),
    );
  }
  if (mode !== 'detect' || policy === 'none') return;
  const message = 'In detect mode a retry would pay twice by itself: the keys that stop it are left out there.';
  report(
    problemAt(placeAt(root, ['client', 'retry']), {
      message,
      remedy: 'Write client.retry: none, or ledger.mode: enforce.',
    }),
  );
}
