/** Something that comes and goes: back again before everybody has got used to it being over, which is harder on a cluster than what stays. */
import { z } from 'zod';
import { pollUntil } from '../../kit/abort.js';
import { breaksNodes } from '../../kit/blast-radius.js';
import { needsOf } from '../../kit/capability-of.js';
import { printDuration } from '../../kit/duration.js';
import { isAnythingLeft } from '../../kit/each-target.js';
import { oneTarget, targetShape, type TargetSettings } from '../../kit/fault-targets.js';
import { durationBetween, sizeBetween } from '../../kit/literal-schema.js';
import { takingsOf } from '../../kit/takings.js';
import { unionByKind, type KindRecord } from '../../kit/union-by-kind.js';
import type { ComposedFault, FaultContext, FaultKind, InjectionContext } from '../../model/fault.js';
import { limits } from '../../model/limits.js';
import { Course, rest, type CourseSteps } from './words/course.js';
import { UnderWay } from './words/under-way.js';

const stepTimeoutMs = 150_000;
/** Of one step. The run's own signal is left out: what was begun is ended, and the heal waits for it. */
const timeFor = (longestMs: number): AbortSignal => AbortSignal.timeout(Math.max(stepTimeoutMs, longestMs));

/** How a node is lost that is named here, without `of`. */
const losses = { kill: 'node-kill', pause: 'node-pause', 'black-hole': 'black-hole' } as const;

/** The fault that comes and goes, by its kind, and its settings. */
interface Part {
  readonly kind: FaultKind;
  readonly settings: unknown;
}

export const flapping: ComposedFault = {
  kind: 'flapping',
  compose: (others) => flappingOf(others.filter(isRepeatable)),
};

/** It can be undone, and then be done again. */
function isRepeatable({ requires, planned, isOnce = false }: FaultKind): boolean {
  return requires.length > 0 && planned === undefined && !isOnce;
}

function settingsOf(others: readonly FaultKind[]) {
  return z
    .strictObject({
      of: unionByKind({ key: 'fault', kinds: others, keys: {} }).optional().meta({
        title: 'a fault',
        description:
          'What comes and goes: `fault` names it, beside its own settings. Any that its heal undoes and that can be done again.',
      }),
      ...targetShape,
      by: z
        .enum(['kill', 'pause', 'black-hole'])
        .optional()
        .describe(
          'Instead of `of`: how the node is lost that is named by `node`, `zone` or `role`; `kill` when left out, or frozen, or nothing comes through between clients and it.',
        ),
      times: sizeBetween({ min: 1, max: 100 })
        .prefault(5)
        .describe('How often it comes at most; the heal ends it earlier.'),
      lost: durationBetween({ min: 50, max: 3_600_000 }).prefault('1s').describe('How long it lasts each time.'),
      back: durationBetween({ max: 3_600_000 }).prefault('1s').describe('How long all is well before it comes again.'),
    })
    .refine(({ of, by, ...aim }) => (of === undefined ? oneTarget.check(aim) : by === undefined && !isAimed(aim)), {
      message:
        'Say by `of` what comes and goes, and there whom it hits; or name a node that is lost by exactly one of node, zone and role.',
    });
}
type Settings = z.output<ReturnType<typeof settingsOf>>;

function isAimed({ node, zone, role }: TargetSettings): boolean {
  return [node, zone, role].some((each) => each !== undefined);
}

function flappingOf(others: readonly FaultKind[]): FaultKind<Settings> {
  const courses = new UnderWay<Course>();
  const partOf = (settings: Settings): Part => partIn(settings, others);
  const within = <Context extends FaultContext<Settings>>(context: Context) => {
    const { kind, settings } = partOf(context.settings);
    return { kind, part: { ...context, settings } };
  };
  return {
    ...sayingsOf(partOf),
    summary: 'Lets another fault come and go, several times; the heal ends it for good.',
    composedOf: others,
    requires: [...new Set(others.flatMap(({ requires }) => requires))],
    settings: settingsOf(others),
    examples: (nodes) =>
      others.flatMap(({ kind, examples }) =>
        (examples?.(nodes) ?? []).map((settings) => ({ of: { fault: kind, ...settings }, times: 3 })),
      ),
    resolve(settings, cluster) {
      const part = partOf(settings);
      return part.kind.resolve(part.settings, cluster);
    },
    async inject(context) {
      const { kind, part } = within(context);
      const [first = ''] = context.targets.nodes;
      const tell = (reason: string): void => context.tell(first, `The flapping ended early: ${reason}`);
      const play = (steps: CourseSteps): Promise<void> => flap({ kind, part, chosen: context.settings }, steps);
      await courses.begin(context, () => new Course(play, tell)).begun;
    },
    async isEffective(context) {
      const { kind, part } = within(context);
      return courses.find(context)?.isSeen ?? isAnythingLeft(kind, part);
    },
    async heal(context) {
      const { kind, part } = within(context);
      await courses.find(context)?.[Symbol.asyncDispose]();
      await kind.heal(part);
      await courses.end(context);
    },
  };
}

function partIn({ of, by = 'kill', node, zone, role }: Settings, others: readonly FaultKind[]): Part {
  const { fault, ...settings }: KindRecord = of ?? { fault: losses[by], node, zone, role };
  const kind = others.find((each) => each.kind === fault);
  if (kind === undefined) throw new Error(`The fault ${String(fault)} cannot come and go.`);
  return { kind, settings: of === undefined ? kind.settings.parse(settings) : settings };
}

type Sayings =
  | 'kind'
  | 'label'
  | 'needs'
  | 'takes'
  | 'breaks'
  | 'describe'
  | 'mentions'
  | 'separates'
  | 'flaw'
  | 'orders'
  | 'byHand'
  | 'obstacle'
  | 'isAimedAsWritten'
  | 'injectTimeoutMs'
  | 'healTimeoutMs'
  | 'outlivesServers';

/** What is true of the fault that comes and goes is true of its flapping. */
function sayingsOf(partOf: (settings: Settings) => Part): Pick<FaultKind<Settings>, Sayings> {
  const ask =
    <Answer>(question: (kind: FaultKind, settings: unknown) => Answer) =>
    (chosen: Settings): Answer => {
      const { kind, settings } = partOf(chosen);
      return question(kind, settings);
    };
  return {
    kind: 'flapping',
    label: 'flapping',
    needs: ask(needsOf),
    takes: ask(takingsOf),
    breaks: ask(breaksNodes),
    describe(chosen) {
      const { times, lost, back } = chosen;
      const what = ask((kind, settings) => kind.describe(settings))(chosen);
      return `${what}, again and again: ${times} times, for ${printDuration(lost)} each and ${printDuration(back)} apart`;
    },
    mentions: ask((kind, settings) => kind.mentions(settings)),
    separates: (chosen, nodes) => ask((kind, settings) => kind.separates?.(settings, nodes) ?? null)(chosen),
    flaw: (chosen, nodes) => ask((kind, settings) => kind.flaw?.(settings, nodes) ?? null)(chosen),
    // Each time is bound by itself.
    orders: (chosen, { nodes }) =>
      ask((kind, settings) => kind.orders?.(settings, { nodes, lastsMs: chosen.lost }) ?? null)(chosen),
    byHand: (chosen, targets) => ask((kind, settings) => kind.byHand?.(settings, targets) ?? [])(chosen),
    obstacle: ask(async (kind, settings) => (await kind.obstacle?.(settings)) ?? null),
    isAimedAsWritten: ({ of }) => of !== undefined,
    injectTimeoutMs: ask((kind, settings) => kind.injectTimeoutMs?.(settings) ?? 0),
    // What is under way comes to its end first.
    healTimeoutMs: ask(
      (kind, settings) => (kind.injectTimeoutMs?.(settings) ?? 0) + 2 * (kind.healTimeoutMs?.(settings) ?? 0),
    ),
    outlivesServers: ask((kind, settings) => kind.outlivesServers?.(settings) ?? false),
  };
}

interface Flaps {
  readonly kind: FaultKind;
  readonly part: InjectionContext;
  readonly chosen: Pick<Settings, 'times' | 'lost' | 'back'>;
}

async function flap({ kind, part, chosen }: Flaps, { signal, onSeen }: CourseSteps): Promise<void> {
  const { clock } = part;
  const boundMs = chosen.lost + limits.boundGraceMs;
  for (let time = 0; time < chosen.times && !signal.aborted; time += 1) {
    const step = { ...part, boundMs, signal: timeFor(chosen.lost + (kind.injectTimeoutMs?.(part.settings) ?? 0)) };
    await kind.inject(step);
    const endMs = clock.nowMs() + chosen.lost;
    if (await awaitSight(kind, step, endMs)) onSeen();
    await rest(Math.max(0, endMs - clock.nowMs()), clock, signal);
    await kind.heal({ ...step, signal: timeFor(kind.healTimeoutMs?.(part.settings) ?? 0) });
    await rest(chosen.back, clock, signal);
  }
}

/** A silent network shows only when somebody sends something. */
function awaitSight(kind: FaultKind, step: InjectionContext, untilMs: number): Promise<boolean> {
  const timeoutMs = Math.max(0, untilMs - step.clock.nowMs());
  return pollUntil(() => kind.isEffective(step), { clock: step.clock, timeoutMs, everyMs: 5 });
}
