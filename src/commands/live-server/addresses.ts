/** Where the live figures go: read from the command line before anything is started. */
import { isIP } from 'node:net';
import { ToolError } from '../../kit/error.js';
import { redactText } from '../../kit/redact.js';

export interface Address {
  readonly host: string;
  readonly port: number;
  /** Another port will do when this one is taken. */
  readonly isFlexible: boolean;
}

export const loopback = '127.0.0.1';
export const metricsPort = 9464;
export const pagePort = 8420;
const collectorUrl = 'http://127.0.0.1:4318';
const metricsPath = 'v1/metrics';
const portMax = 65_535;

/** `HOST:PORT`, `PORT`, or nothing for the default. Throws a ToolError for anything else. */
export function metricsAddress(given: string): Address {
  if (given === '') return { host: loopback, port: metricsPort, isFlexible: false };
  const [, host = loopback, port = ''] = /^(?:(\[[\d:a-fA-F]+\]|[^:]+):)?(\d+)$/u.exec(given) ?? [];
  const number = portOf(port);
  if (number !== null) return { host: host.replaceAll(/[[\]]/gu, ''), port: number, isFlexible: false };
  throw new ToolError(
    'invalidScenario',
    `--metrics takes HOST:PORT or PORT, and was given "${redactText(given)}".`,
    `Such as --metrics ${loopback}:${metricsPort}, or --metrics alone, which means just that.`,
  );
}

/** `PORT`, or nothing for the default. It is on loopback, always: whoever sees the page sees what is being broken. */
export function pageAddress(given: string): Address {
  if (given === '') return { host: loopback, port: pagePort, isFlexible: true };
  const port = portOf(given);
  if (port !== null) return { host: loopback, port, isFlexible: false };
  throw new ToolError(
    'invalidScenario',
    `--ui takes a port from 0 to ${portMax}, and was given "${redactText(given)}".`,
    `Such as --ui ${pagePort}. The page is served on ${loopback} only; for another machine, forward the port: ssh -L ${pagePort}:${loopback}:${pagePort} HOST.`,
  );
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The collector's address for metrics. Without a URL it is that of OpenTelemetry's own variables, or the usual port on this machine. */
export function otlpUrl(given: string, environment: Environment): string {
  const own = environment['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'];
  if (given === '' && own) return checked(own).href;
  const url = checked(given || environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || collectorUrl);
  const [whole, query = ''] = url.href.split('?', 2) as [string, string?];
  const place = whole.endsWith(`/${metricsPath}`) ? whole : `${whole.replace(/\/$/u, '')}/${metricsPath}`;
  return query === '' ? place : `${place}?${query}`;
}

function checked(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new ToolError(
    'invalidScenario',
    `--otlp takes the URL of a collector that speaks OTLP over HTTP, and was given "${redactText(text)}".`,
    `Such as --otlp ${collectorUrl}.`,
  );
}

function portOf(text: string): number | null {
  return /^\d{1,5}$/u.test(text) && Number(text) <= portMax ? Number(text) : null;
}

/** As it stands in a URL. */
export function hostInUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
