/** Draws what breaks in one episode of an exploration: a pure function of scenario, seed and number, so that any of them can be played again alone. */
import { breaksNodes, nodesBroken } from '../../kit/blast-radius.js';
import { createUniformStream, deriveKey } from '../../kit/random.js';
import { doMeet, takenTwice, type Aimed } from '../../kit/takings.js';
import type { DrawnFault } from '../../model/explore.js';
import type { FaultKind } from '../../model/fault.js';
import { togetherMs } from '../../model/recovery.js';
import type { Scenario } from '../../model/scenario.js';
import type { NodeName } from '../../model/topology.js';
import type { ExploreWindow } from './explore-window.js';

/** Chance decides between short hiccups and long outages alike, so lengths are drawn by their logarithm. */
const shortestMs = 300;
const longestMs = 12_000;
/** A node that was lost has come back and copied what it missed by then, on most machines. */
const returnMs = 8_000;
/** One in so many episodes breaks nothing, the first to begin with. */
const controlEvery = 6;

/** Of the episodes that break something, how many break one thing, and how many two, one after the other; the others break two at once. */
const shareAlone = 0.5;
const shareInTurn = 0.3;

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
  readonly stakes: Stakes;
}

/** Among whom chance chooses, and how many of them it may break at once. */
export interface Stakes {
  readonly nodes: readonly NodeName[];
  readonly nodesAtOnceMax: number;
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

function drawFaults(seed: number, options: DrawOptions): readonly DrawnFault[] {
  const unit = createUniformStream(seed, `explore/faults/${options.draw}`);
  const how = unit();
  if (how < shareAlone) return drawInTurn(1, options, unit);
  return how < shareAlone + shareInTurn ? drawInTurn(2, options, unit) : drawTogether(options, unit);
}

/** One after the other, far enough apart for the target to be whole again and to show its normal: more than it tolerates at once would prove nothing. */
function drawInTurn(
  wanted: number,
  { choices, window, stakes }: DrawOptions,
  unit: () => number,
): readonly DrawnFault[] {
  const faults: DrawnFault[] = [];
  let fromMs = window.fromMs;
  while (faults.length < wanted) {
    const leftMs = window.toMs - fromMs;
    const fitting = fittingIn(leftMs, choices, stakes.nodes);
    if (leftMs < shortestMs || (faults.length > 0 && fitting.length === 0)) break;
    const what = drawWhat(fitting.length === 0 ? choices : fitting, unit);
    const healAfterMs = drawLength(leftMs, courseMs(what, stakes.nodes), unit);
    // The first of two leaves room for the second.
    const room = (leftMs - healAfterMs) / (wanted - faults.length);
    const atMs = Math.round(fromMs + room * unit());
    faults.push(faultOf(what, { atMs, healAfterMs, number: faults.length + 1 }));
    fromMs = atMs + healAfterMs + returnMs + window.quietMs;
  }
  return faults;
}

/** Two as one incident, each healed in its own time; one alone where no other goes with it. */
function drawTogether(options: DrawOptions, unit: () => number): readonly DrawnFault[] {
  const { choices, window, stakes } = options;
  const lengthMs = window.toMs - window.fromMs;
  const fitting = fittingIn(lengthMs, choices, stakes.nodes);
  const what = drawWhat(fitting.length === 0 ? choices : fitting, unit);
  const healAfterMs = drawLength(lengthMs, courseMs(what, stakes.nodes), unit);
  const atMs = Math.round(window.fromMs + (lengthMs - healAfterMs) * unit());
  const first = faultOf(what, { atMs, healAfterMs, number: 1 });
  const laterMs = Math.round(atMs + (togetherMs - 1) * unit());
  const leftMs = window.toMs - laterMs;
  const others = fittingIn(leftMs, choicesBeside(what, options), stakes.nodes);
  if (others.length === 0 || leftMs < shortestMs) return [first];
  const other = drawWhat(others, unit);
  const otherMs = drawLength(leftMs, courseMs(other, stakes.nodes), unit);
  return [first, faultOf(other, { atMs: laterMs, healAfterMs: otherMs, number: 2 })];
}

/** What may last beside it: a node that is lost shows nothing of what else is done to it, and more than is tolerated is broken by neither. */
function choicesBeside(what: Drawing, { choices, stakes }: DrawOptions): readonly Choice[] {
  const { nodes, nodesAtOnceMax } = stakes;
  const one = aimOf(what);
  const isFit = (other: Aimed): boolean => {
    const breaking = [one, other].filter(({ kind, settings }) => breaksNodes(kind, settings));
    if (takenTwice(one, other, nodes) !== null || (breaking.length > 0 && doMeet(one, other, nodes))) return false;
    const strikes = breaking.map((each) => ({ ...each, injectAtMs: 0, healAtMs: 1 }));
    return Math.max(0, ...nodesBroken(strikes, nodes)) <= nodesAtOnceMax;
  };
  return only(choices, (drawing) => isFit(aimOf(drawing)));
}

/** What can be done to its end in that time. Where nothing can, the first fault is begun all the same: without any, the episode would be a control. */
function fittingIn(leftMs: number, choices: readonly Choice[], nodes: readonly NodeName[]): readonly Choice[] {
  return only(choices, (drawing) => courseMs(drawing, nodes) <= leftMs);
}

function only(choices: readonly Choice[], isFit: (drawing: Drawing) => boolean): readonly Choice[] {
  return choices
    .map(({ kind, examples }) => ({ kind, examples: examples.filter((settings) => isFit({ kind, settings })) }))
    .filter(({ examples }) => examples.length > 0);
}

/** What it needs to show all that it says. */
function courseMs({ kind, settings }: Drawing, nodes: readonly NodeName[]): number {
  return kind.course === undefined ? 0 : kind.course(kind.settings.parse(settings), nodes).takesMs;
}

/** A kind with settings as a scenario writes them. */
interface Drawing {
  readonly kind: FaultKind;
  readonly settings: DrawnFault['settings'];
}

function drawWhat(choices: readonly Choice[], unit: () => number): Drawing {
  const { kind, examples } = pick(choices, unit);
  return { kind, settings: pick(examples, unit) };
}

function drawLength(leftMs: number, atLeastMs: number, unit: () => number): number {
  const least = Math.min(leftMs, Math.max(shortestMs, atLeastMs));
  return Math.round(logBetween(least, Math.max(least, Math.min(longestMs, leftMs)), unit));
}

function aimOf({ kind, settings }: Drawing): Aimed {
  return { kind, settings: kind.settings.parse(settings) };
}

interface Moment {
  readonly atMs: number;
  readonly healAfterMs: number;
  /** In its episode, from 1. */
  readonly number: number;
}

function faultOf({ kind, settings }: Drawing, { atMs, healAfterMs, number }: Moment): DrawnFault {
  const sentence = kind.describe(kind.settings.parse(settings));
  return { name: `${kind.kind}-${number}`, kind: kind.kind, settings, atMs, healAfterMs, sentence };
}

function pick<Item>(items: readonly Item[], unit: () => number): Item {
  const item = items[Math.floor(unit() * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}

function logBetween(least: number, most: number, unit: () => number): number {
  return least * (most / least) ** unit();
}
