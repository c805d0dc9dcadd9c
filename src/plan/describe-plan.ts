/** Says in plain sentences what a run of a plan would do, for the person who answers for the database. */
import { clientSentence, payingAgain } from '../kit/client-sentence.js';
import { printDuration } from '../kit/duration.js';
import { formatClock, formatCount, formatPercent } from '../kit/format.js';
import { peakOf } from '../kit/rate-curve.js';
import { operationsOf } from '../kit/mixes.js';
import { printRate } from '../kit/rate-literal.js';
import { redactText } from '../kit/redact.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { BufferedAccounts, LedgerSettings, Popularity, RetrySettings } from '../model/scenario.js';
import { describeFaults, describeSafety } from './describe-faults.js';
import { describeGate } from './describe-gate.js';
import { describeTraffic } from './describe-traffic.js';
import { drawRate } from './draw-rate.js';
import { planWarnings } from './plan-warnings.js';

/** Paragraphs with a heading each; ends without a line break. Nothing in it is secret. */
export function describePlan(plan: Plan, catalog: Catalog): string {
  const sections = [
    intro(plan),
    section('Target', targetOf(plan, catalog)),
    section('Ledger', ledgerOf(plan)),
    section('Traffic', describeTraffic(plan, catalog)),
    section('Operations of its own', ownOperations(plan, catalog)),
    section('Rate over time', drawRate(plan)),
    section('Client', clientOf(plan)),
    section('Faults', describeFaults(plan, catalog)),
    section('Safety', describeSafety(plan, catalog)),
    section('Gates', gatesOf(plan)),
    section('Afterwards', afterwardsOf(plan)),
    section('Warnings', planWarnings(plan, catalog)),
  ];
  return redactText(sections.filter((text) => text !== '').join('\n\n'));
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function intro({ scenario, durationMs, arrivalsExpected, segments }: Plan): string {
  const peak = peakOf(segments);
  const head = scenario.description === '' ? scenario.name : `${scenario.name}: ${scenario.description}`;
  return [
    head,
    `In ${printDuration(durationMs)}, about ${formatCount(arrivalsExpected)} operations arrive, at most ${printRate(round(peak.perSecond))} ` +
      `(at ${formatClock(peak.atMs)}). Seed ${scenario.seed} repeats every one of them.`,
  ].join('\n');
}

function targetOf({ scenario, zones }: Plan, catalog: Catalog): readonly string[] {
  const topology = catalog.topologies.get(scenario.target.topology);
  const nodes = topology.nodes(scenario.target.settings);
  const text = sentence(topology.describe(scenario.target.settings));
  const unnamed = nodes.filter((node) => !text.includes(node.name)).map(({ name, zone }) => `${name} in zone ${zone}`);
  return [
    text,
    ...(unnamed.length === 0 ? [] : [`${unnamed.length === 1 ? 'Node' : 'Nodes'}: ${unnamed.join(', ')}.`]),
    ...(zones.length > 1 ? ['Customers come from every zone alike.'] : []),
  ];
}

function ledgerOf({ scenario, ledger }: Plan): readonly string[] {
  const { customers, merchants, fees, banks, budgets } = ledger;
  const { merchants: popular, campaigns, mode, schema } = scenario.ledger;
  const givesVouchers = operationsOf(scenario.traffic).includes('voucher');
  return [
    `${formatCount(customers.count)} wallets with ${formatCount(customers.openingBalance)} minor units each, ` +
      `${formatCount(merchants.count)} merchants, ${fees.count} fee accounts and ${banks.count} bank accounts in the schema "${schema}".`,
    popularityOf(scenario.ledger, { traffic: "the customers' traffic", accounts: 'wallets' }),
    ...(popular.hot === null && popular.zipfExponent === 0
      ? []
      : [popularityOf(popular, { traffic: 'the payments to merchants', accounts: 'merchants' })]),
    ...(popular.split === 1 ? [] : [`Each hot merchant is paid on ${formatCount(popular.split)} accounts of its own.`]),
    ...bufferedOf(scenario.ledger),
    ...(givesVouchers
      ? [`${formatCount(budgets.count)} campaigns give vouchers, of ${formatCount(campaigns.budget)} minor units each.`]
      : []),
    ...(mode === 'detect' ? ['The unique keys that would hide a duplicate are left out (mode detect).'] : []),
  ];
}

const bufferedWords: Readonly<Record<BufferedAccounts, string>> = {
  'hot-merchants': 'the hot merchants',
  fees: 'the fee accounts',
};

function bufferedOf({ bufferedPosting }: LedgerSettings): readonly string[] {
  if (bufferedPosting === undefined) return [];
  const { accounts, everyMs, batchMax } = bufferedPosting;
  const whose = accounts.map((which) => bufferedWords[which]).join(' and ');
  return [
    `Credits to ${whose} are buffered by their payments, and posted every ${printDuration(everyMs)} in batches of up to ${formatCount(batchMax)}.`,
  ];
}

function popularityOf(
  { hot, zipfExponent }: Popularity,
  words: { readonly traffic: string; readonly accounts: string },
): string {
  const skew =
    zipfExponent === 0
      ? `all ${words.accounts} are equally popular`
      : `popularity follows Zipf's law with exponent ${zipfExponent}`;
  return hot === null
    ? sentence(capitalised(skew))
    : `${formatPercent(hot.share)} of ${words.traffic} goes to ${formatCount(hot.accounts)} hot ${words.accounts}; otherwise ${skew}.`;
}

function ownOperations({ scenario }: Plan, catalog: Catalog): readonly string[] {
  return (scenario.operations ?? []).map(({ kind, file, sha256 }) => {
    return `${kind} (${file}, SHA-256 ${sha256.slice(0, 12)}…): ${catalog.operations.get(kind).summary}`;
  });
}

function clientOf({ scenario }: Plan): readonly string[] {
  const { connections, threads, routing, deadlineMs, transactionTimeoutMs, retry, retryForMs } = scenario.client;
  const routes = {
    'zone-local': "each prefers a node of its customers' zone",
    'round-robin': 'spread over all writable nodes',
    single: 'all to the first writable node',
  };
  return [
    `${formatCount(connections)} connections on ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${scenario.api === undefined ? routes[routing] : 'all to the API'}; ${retriesOf(retry, payingAgain(scenario))}.`,
    clientSentence(scenario),
    `An answer counts as good within ${printDuration(deadlineMs)} of the intended start; an attempt is given up after ${printDuration(transactionTimeoutMs)}${retryForMs === undefined ? '' : `, and a payment tried again for up to ${printDuration(retryForMs)}`}.`,
  ];
}

function retriesOf({ policy, attemptsMax }: RetrySettings, naive: string): string {
  switch (policy) {
    case 'none':
      return 'a failed attempt is not repeated';
    case 'idempotent':
      return `up to ${attemptsMax} attempts with the same payment id`;
    case 'naive':
      return `${naive} makes up to ${attemptsMax} attempts, each a new payment: what a lost answer had paid is paid again`;
    case 'status-query':
      return `up to ${attemptsMax} attempts with the same payment id, and before each further one the ledger is asked for the payment`;
    default:
      return policy satisfies never;
  }
}

function gatesOf({ scenario }: Plan): readonly string[] {
  if (scenario.gates.length === 0) return ['None: the run measures, and only wrong data can fail it.'];
  return scenario.gates.map(describeGate);
}

function afterwardsOf({ scenario }: Plan): readonly string[] {
  return [
    `Answers are awaited for up to ${printDuration(scenario.traffic.drainMs)}, then ${scenario.ledger.bufferedPosting === undefined ? '' : 'what is buffered is posted, and '}every payment is compared with the ledger on every node that can be read.`,
  ];
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  const head = capitalised(text);
  return /[.!?]$/u.test(head) ? head : `${head}.`;
}
