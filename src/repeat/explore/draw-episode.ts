/** Draws what breaks in one episode of an exploration: a pure function of scenario, seed and number, so that any of them can be played again alone. */
import { createUniformStream, deriveKey } from '../../kit/random.js';
import type { DrawnFault } from '../../model/explore.js';
import type { FaultKind } from '../../model/fault.js';
import type { Scenario } from '../../model/scenario.js';
import type { ExploreWindow } from './explore-window.js';

/** Chance decides between short hiccups and long outages alike, so lengths are drawn by their logarithm. */
const shortestMs = 300;
const longestMs = 12_000;
/** A node that was lost has come back and copied what it missed by then, on most machines. */
const betweenFaultsMs = 8_000;
/** One in so many episodes breaks nothing, the first to begin with. */
const controlEvery = 6;

/** A kind of fault with the settings that chance may give it. */
export interface Choice {
  readonly kind: FaultKind;
  readonly examples: readonly DrawnFault['settings'][];
}

export interface DrawOptions {
  /** From 1. */
  readonly draw: number;
  readonly choices: readonly Choice[];
  readonly window: ExploreWindow;
}

export interface Drawn {
  readonly scenario: Scenario;
  readonly faults: readonly DrawnFault[];
}

export function isControl(draw: number): boolean {
  return draw % controlEvery === 1;
}

export function drawEpisode(scenario: Scenario, options: DrawOptions): Drawn {
  const { draw } = options;
  const loadSeed = deriveKey(scenario.seed, `explore/load/${draw}`)[0] >>> 0;
  const faults = isControl(draw) ? [] : drawFaults(scenario.seed, options);
  const decode = (name: string, settings: unknown): unknown =>
    options.choices.find(({ kind }) => kind.kind === name)?.kind.settings.parse(settings);
  return {
    faults,
    scenario: {
      ...scenario,
      seed: loadSeed,
      faults: faults.map(({ name, kind, settings, atMs, healAfterMs }) => ({
        name,
        kind,
        settings: decode(kind, settings),
        at: { phase: null, offsetMs: atMs },
        healAfterMs,
      })),
    },
  };
}

/** One after the other, far enough apart for the target to be whole again: more than it tolerates at once would prove nothing. */
function drawFaults(seed: number, { draw, choices, window }: DrawOptions): readonly DrawnFault[] {
  const unit = createUniformStream(seed, `explore/faults/${draw}`);
  const wanted = unit() < 0.5 ? 1 : 2;
  const faults: DrawnFault[] = [];
  let fromMs = window.fromMs;
  while (faults.length < wanted) {
    const leftMs = window.toMs - fromMs;
    if (leftMs < shortestMs) break;
    const { kind, examples } = pick(choices, unit);
    const settings = pick(examples, unit);
    const healAfterMs = Math.round(logBetween(shortestMs, Math.min(longestMs, leftMs), unit));
    // The first of two leaves room for the second.
    const room = (leftMs - healAfterMs) / (wanted - faults.length);
    const atMs = Math.round(fromMs + room * unit());
    const name = `${kind.kind}-${faults.length + 1}`;
    const sentence = kind.describe(kind.settings.parse(settings));
    faults.push({ name, kind: kind.kind, settings, atMs, healAfterMs, sentence });
    fromMs = atMs + healAfterMs + betweenFaultsMs;
  }
  return faults;
}

function pick<Item>(items: readonly Item[], unit: () => number): Item {
  const item = items[Math.floor(unit() * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}

function logBetween(least: number, most: number, unit: () => number): number {
  return least * (most / least) ** unit();
}
