/** Settings as a scenario writes them, by kind of shape: plain ones, and those at the edge. A shape without any fails the contract. */

export const settingsOf: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  constant: [{ rate: '500/s' }, { rate: '0/s' }],
  pause: [{}],
  'pulse-train': [
    { base: '10/s', peak: '1k/s', every: '700ms', width: '100ms' },
    { base: '0/s', peak: '1k/s', every: '10s', width: '9s' },
    { base: '10/s', peak: '1k/s', every: '1s', width: '2s' },
  ],
  ramp: [
    { from: '200/s', to: '2k/s', over: '2s' },
    { from: '2k/s', to: '0/s' },
    { from: '200/s', to: '2k/s', over: '60s' },
  ],
  'midnight-spike': [
    { base: '100/s', peak: '5k/s' },
    { base: '100/s', peak: '5k/s', rise: '1s', hold: '2s', decay: '50ms' },
    { base: '0/s', peak: '5k/s', rise: '300ms', decay: '3s' },
  ],
  'backlog-drain': [
    { base: '100/s', extra: '50/s', stop: '100ms' },
    { base: '1/s', extra: '500/s', stop: '1s', rise: '2s' },
    { base: '0/s', extra: '1/s', rise: '0s' },
  ],
  diurnal: [
    { base: '50/s', peak: '1k/s' },
    { base: '0/s', peak: '3/h', days: 31, sahur: '1k/s' },
    { base: '50/s', peak: '10/s' },
  ],
  'payday-plateau': [
    { base: '100/s', plateau: '300/s' },
    { base: '0/s', plateau: '300/s', rise: '200ms', fall: '200ms' },
  ],
  'retry-storm': [
    { base: '100/s', peak: '1k/s' },
    { base: '0/s', peak: '1k/s', wait: '10ms', failing: '100%' },
    { base: '0/s', peak: '1k/s', wait: '300ms', failing: '0%' },
  ],
  soak: [{ base: '500/s' }, { base: '500/s', swing: '100%', every: '7s' }, { base: '1/s', swing: '0%' }],
  'status-storm': [
    { base: '100/s' },
    { base: '100/s', times: 1, rise: '1ms', hold: '0s', decay: '10ms' },
    { base: '3/s', times: 2.5, rise: '300ms', hold: '99ms', decay: '3s' },
  ],
  'thundering-herd': [
    { base: '100/s', peak: '5k/s' },
    { base: '0/s', peak: '5k/s', silence: '0s', decay: '10ms' },
  ],
  steps: [{ rates: ['100/s', '200/s', '400/s'] }, { rates: ['100/s', '0/s'] }],
};
