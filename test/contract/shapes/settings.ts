/** Settings as a scenario writes them, by kind of shape: plain ones, and those at the edge. A shape without any fails the contract. */

export const settingsOf: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  constant: [{ rate: '500/s' }, { rate: '0/s' }],
  pause: [{}],
  pulse: [
    { base: '10/s', peak: '1k/s', every: '700ms', width: '100ms' },
    { base: '0/s', peak: '1k/s', every: '10s', width: '9s' },
    { base: '10/s', peak: '1k/s', every: '1s', width: '2s' },
  ],
  ramp: [
    { from: '200/s', to: '2k/s', over: '2s' },
    { from: '2k/s', to: '0/s' },
    { from: '200/s', to: '2k/s', over: '60s' },
  ],
  spike: [
    { base: '100/s', peak: '5k/s' },
    { base: '100/s', peak: '5k/s', rise: '1s', hold: '2s', decay: '50ms' },
    { base: '0/s', peak: '5k/s', rise: '300ms', decay: '3s' },
  ],
  steps: [{ rates: ['100/s', '200/s', '400/s'] }, { rates: ['100/s', '0/s'] }],
};
