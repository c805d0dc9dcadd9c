/** Says how payments reach the target, wherever a result is shown: it changes what is measured. */
import { sendingSentences, type Scenario } from '../model/scenario.js';

export function clientSentence({ api, client }: Pick<Scenario, 'api' | 'client'>): string {
  if (api === undefined) return sendingSentences[client.sending];
  const { gateway, urls } = api;
  const bug = gateway?.bug ? `, with its bug ${gateway.bug}` : '';
  const where = gateway === null ? `the payment API at ${urls.join(', ')}` : `the reference gateway${bug}`;
  return `Engine http: payments go over HTTP to ${where}, by the connections of autocannon; each takes the next arrival that is due when its last was answered.`;
}

/** What a run through an API cannot claim; nothing for one that went to the target itself. */
export function apiCaveats({ api, client }: Pick<Scenario, 'api' | 'client'>): readonly string[] {
  if (api === undefined) return [];
  return [
    `Payments went through an API on ${client.connections} connections, a closed loop: while all of them waited for answers, arrivals that were due waited too (that counts in their response time) or were dropped after the deadline, so the API met less load than was planned. Which node served a payment, and what its transaction saw, the API does not tell: isolation, session guarantees and freshness of reads were not tested.`,
  ];
}
