/** Refuses a way of sending that the target cannot carry, before every payment of a run would fail by it. */
import { ToolError } from '../kit/error.js';
import type { Flavor } from '../model/flavor.js';
import type { Scenario } from '../model/scenario.js';

/** Throws a ToolError. Behind an API nothing is sent so. */
export function checkSending(
  { kind, sendings }: Pick<Flavor, 'kind' | 'sendings'>,
  { api, client }: Pick<Scenario, 'api' | 'client'>,
): void {
  const { sending } = client;
  if (api !== undefined || sendings === undefined || sendings.includes(sending)) return;
  const message = `The target answers as ${kind}, which cannot carry payments that are sent ${sending}.`;
  throw new ToolError('setupFailed', message, `Set client.sending to ${sendings.join(' or ')}.`);
}
