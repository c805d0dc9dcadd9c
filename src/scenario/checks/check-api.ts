/** Checks the payment API against the rest of the scenario: what works on connections to nodes does nothing where there are none, and must not pass in silence. */
import { canonicalJson } from '../../kit/canonical-json.js';
import type { ApiSettings } from '../../model/api.js';
import { limits } from '../../model/limits.js';
import type { ClientSettings } from '../../model/scenario.js';
import type { Draft } from '../draft.js';
import type { ReadGate } from '../gates/read-gates.js';
import type { Report } from '../overlay.js';
import { problemAt } from '../problem.js';
import { nodeAt, placeAt } from '../source.js';

export interface ApiChoice {
  readonly draft: Draft;
  /** Undefined where payments go to the target itself. */
  readonly api: ApiSettings | undefined;
  readonly gates: readonly (ReadGate | null)[];
  readonly client: Pick<ClientSettings, 'connections' | 'retry'>;
}

export function checkApi({ api, ...choice }: ApiChoice, report: Report): void {
  if (api === undefined) return checkConnections(choice, report);
  checkGateway(api, choice, report);
  checkStatus(api, choice, report);
  checkAnswers(api, choice, report);
  checkClientKeys(choice, report);
  checkFaults(choice, report);
  checkGates(choice, report);
}

type Choice = Omit<ApiChoice, 'api'>;

/** A database gives each connection a thread, and memory; an API does not. */
function checkConnections({ draft: { root }, client }: Choice, report: Report): void {
  const { connectionsMax } = limits;
  if (client.connections <= connectionsMax) return;
  const message = `${client.connections} connections are more than a database is asked for.`;
  const expected = `up to ${connectionsMax}, or more in front of an API`;
  report(problemAt(placeAt(root, ['client', 'connections']), { message, expected, remedy: 'Write fewer.' }));
}

/** A gateway that pays again under a new id is the naive client: only its numbering tells the payments of one customer from those of two. */
function checkGateway({ gateway }: ApiSettings, { draft, client }: Choice, report: Report): void {
  const { root, target } = draft;
  if (gateway?.bug === 'naive-retry' && client.retry.policy !== 'naive') {
    const message = 'A gateway that pays again under new ids needs a client whose payments have more than one id.';
    report(problemAt(placeAt(root, ['api', 'bug']), { message, remedy: 'Write client.retry: naive 2.' }));
  }
  if (gateway !== null && target?.kind.kind === 'simulated') {
    const message = 'The reference gateway needs a real database behind it.';
    const remedy = 'Choose target.topology: single, for example.';
    report(problemAt(placeAt(root, ['api', 'gateway']), { message, remedy }));
  }
}

/** What the reference gateway is asked, another API may not know: its "no such page" would be taken for "no such payment". */
function checkStatus({ gateway }: ApiSettings, { draft: { root, mix, phases }, client }: Choice, report: Report): void {
  if (gateway !== null || nodeAt(root, ['api', 'requests', 'status']) !== undefined) return;
  const asks = client.retry.policy === 'status-query' ? 'client.retry: status-query asks' : null;
  const mixes = [mix, ...phases.map(({ settings }) => settings?.mix)];
  if (asks === null && !mixes.some((each) => each?.['status'] !== undefined)) return;
  const message = `${asks ?? 'The operation status asks'} for payments, and how your API is asked for one is not written.`;
  const remedy =
    "Write api.requests.status: { path: '/payments/{payment_id}' }, and api.answers.absent where it does not answer 404 for one that is not there.";
  report(problemAt(placeAt(root, ['api', 'url']), { message, remedy }));
}

/** Answers to a payment, and to a question for one: of each, one answer has one meaning. */
const exclusive = [
  ['acknowledged', 'replayed', 'declined', 'aborted'],
  ['present', 'absent'],
] as const;

function checkAnswers({ answers }: ApiSettings, { draft: { root } }: Choice, report: Report): void {
  for (const words of exclusive) {
    const meant = new Map<string, string>();
    for (const word of words) {
      for (const { text, statusMin, statusMax, field } of answers[word]) {
        const rule = canonicalJson({ statusMin, statusMax, field });
        const other = meant.get(rule);
        meant.set(rule, word);
        if (other === undefined || other === word) continue;
        const message = `${text} stands under ${other} and under ${word}, and can mean only one of them.`;
        const remedy = 'Take it away in one place, or say more: 200 if result = REFUSED.';
        report(problemAt(placeAt(root, ['api', 'answers', word]), { message, remedy }));
      }
    }
  }
}

/** Keys of the section `client` that an API takes out of the client's hands. */
const decidedBehindIt = {
  routing: 'which node serves a payment',
  sending: 'how statements are sent to a node',
  lock_order: 'in which order a payment locks its accounts',
  hold_locks: 'how long a payment holds its locks',
} as const;

function checkClientKeys({ draft: { root } }: Choice, report: Report): void {
  for (const [key, what] of Object.entries(decidedBehindIt)) {
    const path = ['client', key];
    if (nodeAt(root, path) === undefined) continue;
    const message = `client.${key} would do nothing: with an API it is the API that decides ${what}.`;
    report(problemAt(placeAt(root, path), { message, remedy: 'Remove it, or leave `api` out.' }));
  }
}

function checkFaults({ draft: { root, faults } }: Choice, report: Report): void {
  for (const [index, { settings }] of faults.entries()) {
    if (settings?.definition.requires.includes('traffic') !== true) continue;
    const message = `${settings.kind} moves connections of clients from node to node, and here all of them go to the API.`;
    const remedy = 'Have the API move its traffic (fault: exec), or leave `api` out.';
    report(problemAt(placeAt(root, ['faults', index, 'fault']), { message, remedy }));
  }
}

const measuredOnArrivals: ReadonlySet<string> = new Set(['response_time', 'service_time']);

function checkGates({ gates }: Choice, report: Report): void {
  for (const read of gates) {
    if (read === null || !measuredOnArrivals.has(read.gate.metric) || read.gate.tags['node'] === undefined) continue;
    const message = 'Which node served a payment an API does not tell, so that this gate could never be decided.';
    report(problemAt(read.placeOf('node'), { message, remedy: 'Leave the node out, or gate on node_stall.' }));
  }
}
