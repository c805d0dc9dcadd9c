/** Where each third-party package is at home, so that replacing one touches one place. */
import { importsOf, isSource, type Rule } from './repository.js';

export type Homes = Readonly<Record<string, readonly string[]>>;

export const homes: Homes = {
  '@opentelemetry/exporter-metrics-otlp-http': ['src/commands/live-server/metrics/otlp-push.ts'],
  '@opentelemetry/exporter-prometheus': ['src/commands/live-server/metrics/exposition.ts'],
  '@opentelemetry/resources': ['src/commands/live-server/metrics/metrics-of.ts'],
  '@opentelemetry/sdk-metrics': ['src/commands/live-server/metrics/'],
  autocannon: ['src/catalog/engines/http/'],
  'chart.js': ['src/catalog/reporters/html/'],
  'chartjs-plugin-annotation': ['src/catalog/reporters/html/'],
  'cli-table3': ['src/catalog/reporters/terminal/page.ts'],
  esbuild: ['src/own-operations/compile-operation.ts'],
  'hdr-histogram-js': ['src/kit/histogram.ts', 'src/kit/histogram-log.ts'],
  'log-update': ['src/commands/live-view/'],
  mysql2: ['src/mysql/'],
  picocolors: ['src/kit/paint.ts'],
  'pure-rand': ['src/kit/random.ts'],
  yaml: ['src/scenario/'],
  yargs: ['src/commands/'],
  // A schema belongs to the thing it describes: ports carry schemas, and the entries of the catalog bring their own.
  zod: [
    'src/model/',
    'src/kit/',
    'src/scenario/',
    'src/catalog/',
    'src/host/server-settings.ts',
    'src/own-operations/',
  ],
};

export function oneHomePerPackage(table: Homes): Rule {
  return (files) =>
    files.filter(isSource).flatMap((file) =>
      packagesOf(importsOf(file)).flatMap((name) => {
        const home = table[name];
        if (home === undefined) return [`${file.path} imports ${name}, which has no home in the table.`];
        if (home.some((place) => file.path.startsWith(place))) return [];
        return [`${file.path} imports ${name}, whose home is ${home.join(', ')}.`];
      }),
    );
}

/** A package that lives in its home no longer must leave the table and package.json. */
export function homesInhabited(table: Homes): Rule {
  return (files) => {
    const imported = new Set(files.filter(isSource).flatMap((file) => packagesOf(importsOf(file))));
    return Object.keys(table)
      .filter((name) => !imported.has(name))
      .map((name) => `No file of src imports ${name}, but the table gives it a home.`);
  };
}

/** Names of packages, without subpaths; Node's own modules are none. */
function packagesOf(targets: readonly string[]): readonly string[] {
  const outside = targets.filter((target) => !target.startsWith('node:') && !target.includes('src/'));
  return outside.map((target) =>
    target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/'),
  );
}
