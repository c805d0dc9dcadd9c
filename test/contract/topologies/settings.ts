/** Settings as a scenario writes them, by kind of topology. A topology without any fails the contract. */

const named = (...names: readonly string[]) =>
  names.map((name, index) => ({ name, zone: index < 2 ? 'jkt' : 'cloud' }));

export const settingsOf: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  external: [
    { nodes: [{ url: 'mysql://till:S3cret@db-1.example:3306' }, { url: 'mysql://till:S3cret@db-2.example:3307' }] },
    { nodes: [{ url: 'mysql://till:S3cret@db-1.example:3306?tls=verify', name: 'main', zone: 'b' }] },
  ],
  galera: [
    {},
    { nodes: [...named('jkt-a', 'jkt-b'), { name: 'cloud', zone: 'cloud', joins: 'later' }] },
    { nodes: named('jkt-a', 'jkt-b', 'cloud'), timeouts: 'fast' },
  ],
  migration: [{}, { from: { nodes: named('one', 'two') }, to: { nodes: named('three', 'four'), timeouts: 'fast' } }],
  'primary-replica': [{}, { nodes: named('one', 'two'), mode: 'semi-synchronous', failover: { every: '100ms' } }],
  simulated: [{}, { nodes: named('one', 'two', 'three'), latency: '0ms', stall: '3s' }],
  single: [{}, { nodes: named('only') }],
};
