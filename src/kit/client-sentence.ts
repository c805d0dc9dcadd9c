/** Says how payments reach the target, wherever a result is shown: it changes what is measured. */
import { printDuration } from './duration.js';
import { sendingSentences, type Scenario } from '../model/scenario.js';

export function clientSentence({ api, client }: Pick<Scenario, 'api' | 'client'>): string {
  if (api === undefined) {
    const { sending, holdLocksMs } = client;
    const held =
      holdLocksMs === undefined ? '' : ` Each keeps its locks for ${printDuration(holdLocksMs)} before COMMIT.`;
    return `${sendingSentences[sending]}${held}`;
  }
  const { gateway, urls } = api;
  const bug = gateway?.bug ? `, with its bug ${gateway.bug}` : '';
  const where = gateway === null ? `the payment API at ${urls.join(', ')}` : `the reference gateway${bug}`;
  return `Engine http: payments go over HTTP to ${where}, by the connections of autocannon; each takes the next arrival that is due when its last was answered.`;
}

/** Who pays again, under a new id, when an answer was lost: a gateway with that bug leaves its client nothing to try again. */
export function payingAgain({ api }: Pick<Scenario, 'api'>): string {
  return api?.gateway?.bug === 'naive-retry' ? 'the gateway' : 'the client';
}

/** What a run through an API cannot claim; nothing for one that went to the target itself. */
export function apiCaveats({ api, client }: Pick<Scenario, 'api' | 'client'>): readonly string[] {
  if (api === undefined) return [];
  return [
    `Engine http: ${client.connections} connections in a closed loop. While all of them wait for answers, arrivals that are due wait too, or are dropped at the deadline, and the API meets less load than planned. Which node served, and what transactions saw, an API does not tell: isolation, session guarantees and the freshness of balances were not tested.`,
  ];
}
