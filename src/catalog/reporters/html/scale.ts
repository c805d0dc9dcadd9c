/** Positions on an axis as percentages, so that drawings of the page stretch with it and stay vectors in print. */

export interface Scale {
  /** Percent of the axis, 0 to 100, two decimals. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** With about so many parts between ticks. */
export function linearScale(top: number, parts = 4): Scale {
  const end = top > 0 ? top : 1;
  const step = niceStep(end / parts);
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_unused, index) => index * step);
  return { at: (value) => percentOf(value / end), ticks };
}

/** Powers of ten between the two values, both ends included. */
export function logScale(bottom: number, top: number): Scale {
  const low = Math.floor(Math.log10(Math.max(bottom, 1e-3)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(top, 1e-3))));
  const ticks = Array.from({ length: high - low + 1 }, (_unused, index) => 10 ** (low + index));
  return { at: (value) => percentOf((Math.log10(Math.max(value, 1e-3)) - low) / (high - low)), ticks };
}

/** 1, 2 or 5 times a power of ten, not below the wanted size. */
export function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(wanted, 1e-9)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= wanted * 0.999) ?? 10) * power;
}

function percentOf(ratio: number): number {
  return Math.round(Math.min(1, Math.max(0, ratio)) * 10_000) / 100;
}
