/** Where the live figures go, as the command line says it. */
import { describe, expect, it } from 'vitest';
import { metricsAddress, otlpUrl, pageAddress } from '../../../../src/commands/live-server/addresses.js';
import { liveWishes, withOptionalValues } from '../../../../src/commands/live-server/live-options.js';

describe('an address', () => {
  it.each([
    ['', '127.0.0.1', 9464],
    ['9000', '127.0.0.1', 9000],
    ['0.0.0.0:9000', '0.0.0.0', 9000],
    ['[::1]:0', '::1', 0],
    ['metrics.example:80', 'metrics.example', 80],
  ])('of metrics may be "%s"', (given, host, port) => {
    expect(metricsAddress(given)).toEqual({ host, port, isFlexible: false });
  });

  it.each(['host', ':', '127.0.0.1:', '127.0.0.1:65536', 'http://x:1', '::1:9464', '-1'])(
    'of metrics is not "%s"',
    (given) => {
      expect(() => metricsAddress(given)).toThrow(`--metrics takes HOST:PORT or PORT, and was given "${given}".`);
    },
  );

  it('of the page is a port on loopback; only the default gives way to another', () => {
    expect(pageAddress('')).toEqual({ host: '127.0.0.1', port: 8420, isFlexible: true });
    expect(pageAddress('0')).toEqual({ host: '127.0.0.1', port: 0, isFlexible: false });
    expect(() => pageAddress('0.0.0.0:80')).toThrow('--ui takes a port');
  });

  it.each([
    ['http://collector:4318', {}, 'http://collector:4318/v1/metrics'],
    ['https://collector/otlp/', {}, 'https://collector/otlp/v1/metrics'],
    ['http://collector/v1/metrics', {}, 'http://collector/v1/metrics'],
    ['http://collector/?key=1', {}, 'http://collector/v1/metrics?key=1'],
    ['', {}, 'http://127.0.0.1:4318/v1/metrics'],
    ['', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other' }, 'http://other/v1/metrics'],
    ['', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://other/as/it/is' }, 'http://other/as/it/is'],
  ])('of a collector "%s" with %o is %s', (given, environment, url) => {
    expect(otlpUrl(given, environment)).toBe(url);
  });

  it('that is refused is quoted without its password', () => {
    const given = 'grpc://app:swordfish@collector:4317';
    for (const read of [metricsAddress, pageAddress, (text: string) => otlpUrl(text, {})])
      expect(() => read(given)).toThrow('was given "grpc://app:***@collector:4317"');
  });
});

describe('the options', () => {
  it('may stand before the scenario without a value', () => {
    expect(withOptionalValues(['run', '--ui', '--metrics', 'a.yaml', '--otlp'])).toEqual([
      'run',
      '--ui=',
      '--metrics=',
      'a.yaml',
      '--otlp=',
    ]);
    expect(withOptionalValues(['run', '--ui', '80', 'a.yaml'])).toEqual(['run', '--ui', '80', 'a.yaml']);
  });

  it('keep a value that is wrong, so that it is told', () => {
    expect(withOptionalValues(['run', 'a.yaml', '--ui', 'yes'])).toEqual(['run', 'a.yaml', '--ui', 'yes']);
  });

  it('tell all that is wrong at once', () => {
    expect(() => liveWishes({ metrics: 'x', ui: 'y', otlp: 'z' }, {})).toThrow(
      /--metrics takes.*\n--ui takes.*\n--otlp takes/u,
    );
  });

  it('ask for nothing where nothing is asked for, whatever the environment holds', () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other' };
    expect(liveWishes({}, environment)).toEqual({ metrics: null, page: null, otlp: null });
  });
});
