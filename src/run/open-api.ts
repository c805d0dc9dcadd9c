/** The payment API of a run, before anything is sent: the reference gateway is started in front of the target, an API of somebody else is looked for. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { messageOf, ToolError } from '../kit/error.js';
import { paymentsPerArrival } from '../kit/payment-id.js';
import { startGateway } from '../host/gateway-process.js';
import type { ApiSettings } from '../model/api.js';
import type { Clock } from '../model/clock.js';
import type { Engine } from '../model/engine.js';
import { limits } from '../model/limits.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { Scenario } from '../model/scenario.js';
import type { Endpoint } from '../model/topology.js';

const lookTimeoutMs = 5_000;

export interface ApiOptions {
  readonly plan: Plan;
  /** As clients reach them. */
  readonly nodes: readonly Endpoint[];
  /** Of the run. */
  readonly directory: string;
  readonly clock: Clock;
  readonly onProgress: (text: string) => void;
  readonly onWarning: (text: string) => void;
}

/** Disposing it ends what was started. */
export interface OpenApi extends AsyncDisposable {
  readonly urls: readonly string[];
  /** Told once, when what was started ends by itself. */
  onDeath(listener: (text: string) => void): void;
}

/** Null where payments go to the database itself. Rejects with a ToolError when the gateway does not serve. */
export async function openApi({ plan, onProgress, onWarning, ...options }: ApiOptions): Promise<OpenApi | null> {
  const { api, client, ledger } = plan.scenario;
  if (api === undefined) return null;
  if (api.gateway === null)
    return { urls: api.urls, onDeath: () => undefined, [Symbol.asyncDispose]: async () => undefined };
  let hear = onWarning;
  onProgress('starting the reference gateway');
  const gateway = await startGateway({
    ...options,
    settings: api.gateway,
    database: ledger.schema,
    connections: client.connections,
    attempts: paymentsPerArrival(client.retry),
    transactionTimeoutMs: client.transactionTimeoutMs,
    onDeath: (text) => hear(text),
  });
  onProgress(`the reference gateway serves at ${gateway.url}`);
  return {
    urls: [gateway.url],
    onDeath(listener) {
      hear = (text) => {
        onWarning(text);
        listener(text);
      };
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

/** As many as the load may open to each node, whoever opens them. */
export function databaseConnections({ client }: Scenario): number {
  return Math.min(client.connections, limits.connectionsMax);
}

/** What sends the payments. */
export function engineFor({ engines }: Pick<Catalog, 'engines'>, api: OpenApi | null): Engine {
  return engines.get(api === null ? 'open-loop' : 'http');
}

/** Any answer will do, of whatever status: it is there. Rejects with a ToolError when one is not, before a target is started for it. */
export async function lookForApi({ urls }: Pick<ApiSettings, 'urls'>): Promise<void> {
  const silent = await Promise.all(urls.map(whyUnreachable));
  const reasons = silent.filter((reason) => reason !== null);
  if (reasons.length === 0) return;
  const isEncrypted = urls.some((url) => url.startsWith('https:'));
  const authority = isEncrypted
    ? ' Of a private authority, Node.js reads the certificate that NODE_EXTRA_CA_CERTS names.'
    : '';
  const hint = `Is it up, and is api.url right? Nothing was sent to it.${authority}`;
  throw new ToolError('setupFailed', reasons.join(' '), hint);
}

/** Not by `fetch`, which refuses many a port. */
async function whyUnreachable(url: string): Promise<string | null> {
  const asks = url.startsWith('https:') ? httpsRequest : httpRequest;
  try {
    await new Promise<void>((resolve, reject) => {
      const asking = asks(url, { signal: AbortSignal.timeout(lookTimeoutMs), agent: false }, (response) => {
        response.destroy();
        resolve();
      });
      asking.once('error', reject).end();
    });
    return null;
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'AbortError';
    const reason = isLate
      ? `it gave no answer within ${lookTimeoutMs / 1_000} s`
      : messageOf(error).replace(/\.$/u, '');
    return `The payment API at ${url} cannot be reached: ${reason}.`;
  }
}
