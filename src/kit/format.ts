/** Writes numbers the way people read them: thousands separated, units beside them, no more digits than the error bar allows. */
import type { Measured } from '../model/recovery.js';

/** 48,211. Anything that is not a finite number is an en dash. */
export function formatCount(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  return groupThousands(Math.round(value).toFixed(0));
}

/** "payment" or "payments" behind a thousands-separated count. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** The ledger counts minor units of an unnamed currency, so that is what is printed. */
export function formatMoney(minorUnits: number | null): string {
  return minorUnits === null ? '–' : `${formatCount(minorUnits)} minor units`;
}

/** Three significant digits at most below a thousand, whole numbers above. */
export function formatNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100 || value === 0) return formatCount(value);
  return trimZeros(value.toFixed(Math.abs(value) >= 10 ? 1 : 2));
}

/** 0.84 ms, 312 ms, 2.1 s, 1 min 05 s, 1 h 02 min. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null || !Number.isFinite(durationMs)) return '–';
  const length = Math.abs(durationMs);
  const sign = durationMs < 0 ? '−' : '';
  if (length < 999.5) return `${sign}${formatNumber(length)} ms`;
  if (length < 59_950) return `${sign}${trimZeros((length / 1000).toFixed(length < 9_950 ? 2 : 1))} s`;
  const seconds = Math.round(length / 1000);
  if (seconds < 3_600) return `${sign}${Math.floor(seconds / 60)} min ${pad2(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${sign}${Math.floor(minutes / 60)} h ${pad2(minutes % 60)} min`;
}

/** 412 ms before, or 8 ms after: where something lies against the fault. */
export function formatAge(ageMs: number | null): string {
  if (ageMs === null) return '–';
  return ageMs >= 0 ? `${formatDuration(ageMs)} before` : `${formatDuration(-ageMs)} after`;
}

/** 2.10 ± 0.03 s; ≥ 42 s where observation ended first. The error has one digit and the value stops where the error starts. */
export function formatMeasured(measured: Measured | null): string {
  if (measured === null) return '–';
  const { valueMs, errorMs, isCensored } = measured;
  if (isCensored) return `≥ ${formatDuration(valueMs)}`;
  if (valueMs === 0 && errorMs === 0) return '0 s';
  return formatWithError(valueMs, errorMs, 0);
}

/** 2.10 ± 0.03 s, 3.4 ± 0.2 ms: the same of any time. `placesOfMs`: how far the instrument resolves a millisecond, in decimal places. */
export function formatWithError(valueMs: number, errorMs: number, placesOfMs: number): string {
  if (errorMs <= 0 || errorMs >= 60_000 || valueMs >= 600_000) return formatDuration(valueMs);
  const isSeconds = Math.abs(valueMs) >= 1000 || errorMs >= 1000;
  const [value, error, unit] = isSeconds ? [valueMs / 1000, errorMs / 1000, 's'] : [valueMs, errorMs, 'ms'];
  const decimals = Math.min(3, Math.max(0, Math.ceil(-Math.log10(error))));
  const places = unit === 'ms' ? Math.min(placesOfMs, decimals) : decimals;
  const smallest = 10 ** -places;
  return `${value.toFixed(places)} ± ${Math.max(error, smallest).toFixed(places)} ${unit}`;
}

/** 97.8 ± 0.4 %: the ends of the interval that the ratio lies in are ratios, too. */
export function formatRatio(ratio: number, [low, high]: readonly [low: number, high: number]): string {
  const error = Math.max(ratio - low, high - ratio) * 100;
  if (ratio === 1 || ratio === 0 || !(error > 0)) return formatPercent(ratio);
  const places = Math.min(4, Math.max(0, Math.ceil(-Math.log10(error))));
  return `${(ratio * 100).toFixed(places)} ± ${error.toFixed(places)} %`;
}

/** 99.9874 %: as many nines as there are, then two digits more, so that 99.99 % and 100 % never look alike. */
export function formatPercent(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return '–';
  if (ratio === 1 || ratio === 0) return `${ratio * 100} %`;
  const distance = Math.min(Math.abs(1 - ratio), Math.abs(ratio));
  const decimals = Math.min(6, Math.max(1, Math.ceil(-Math.log10(distance)) - 1));
  return `${trimZeros((ratio * 100).toFixed(decimals))} %`;
}

/** Position on the plan's axis as min:s, with as many decimals as asked: 1:05, 0:42.150. */
export function formatClock(timeMs: number, decimals = 0): string {
  const total = Math.round(Math.abs(timeMs) / 10 ** (3 - decimals)) * 10 ** (3 - decimals);
  const sign = timeMs < 0 && total > 0 ? '−' : '';
  const minutes = Math.floor(total / 60_000);
  const seconds = ((total % 60_000) / 1000).toFixed(decimals);
  const padded = seconds.padStart(decimals === 0 ? 2 : 3 + decimals, '0');
  if (minutes < 60) return `${sign}${minutes}:${padded}`;
  return `${sign}${Math.floor(minutes / 60)}:${pad2(minutes % 60)}:${padded}`;
}

/** 1.4 GiB, 640 MiB. */
export function formatBytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes >= 1024 ? `${(mebibytes / 1024).toFixed(1)} GiB` : `${formatCount(mebibytes)} MiB`;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',').replace(/^-/, '−');
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function pad2(value: number): string {
  return String(value).padStart(2, '0');
}
