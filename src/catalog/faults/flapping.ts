/** Something that comes and goes: back again before everybody has got used to it being over, which is harder on a cluster than what stays. */
import { z } from 'zod';
import { breaksNodes } from '../../kit/blast-radius.js';
import { needsOf } from '../../kit/capability-of.js';
import { printDuration } from '../../kit/duration.js';
import { isAnythingLeft } from '../../kit/each-target.js';
import { counted } from '../../kit/format.js';
import { oneTarget, targetShape, type TargetSettings } from '../../kit/fault-targets.js';
import { durationBetween, sizeBetween } from '../../kit/literal-schema.js';
import { takingsOf } from '../../kit/takings.js';
import { unionByKind, type KindRecord } from '../../kit/union-by-kind.js';
import type { ComposedFault, FaultContext, FaultKind } from '../../model/fault.js';
import { Course, type CourseSteps } from './words/course.js';
import { flap } from './words/flap.js';
import { UnderWay } from './words/under-way.js';

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
    course: ({ times, lost, back }) => ({
      takesMs: times * (lost + back) - back,
      reach: (healAfterMs) =>
        `it comes ${Math.ceil(healAfterMs / (lost + back))} of ${counted(times, 'time')} at most.`,
    }),
    examples: (nodes) =>
      others.flatMap(({ kind, examples }) =>
        (examples?.(nodes) ?? []).map((settings) => ({ of: { fault: kind, ...settings }, times: 3 })),
      ),
    resolve(settings, cluster, options) {
      const part = partOf(settings);
      // It may come once more just before the heal.
      return part.kind.resolve(part.settings, cluster, { ...options, lastsMs: options.lastsMs + settings.lost });
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
  | 'replicas'
  | 'flaw'
  | 'orders'
  | 'byHand'
  | 'obstacle'
  | 'isAimedAsWritten'
  | 'injectTimeoutMs'
  | 'healTimeoutMs'
  | 'outlivesServers'
  | 'endsByTimeOnly';

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
    replicas: ask((kind, settings) => kind.replicas?.(settings) ?? []),
    flaw: (chosen, nodes) => ask((kind, settings) => kind.flaw?.(settings, nodes) ?? null)(chosen),
    // Each time is bound by itself.
    orders: (chosen, site) =>
      ask((kind, settings) => kind.orders?.(settings, { ...site, lastsMs: chosen.lost }) ?? null)(chosen),
    byHand: (chosen, targets) => ask((kind, settings) => kind.byHand?.(settings, targets) ?? [])(chosen),
    obstacle: ask(async (kind, settings) => (await kind.obstacle?.(settings)) ?? null),
    isAimedAsWritten: ({ of }) => of !== undefined,
    injectTimeoutMs: ask((kind, settings) => kind.injectTimeoutMs?.(settings) ?? 0),
    // What is under way comes to its end first.
    healTimeoutMs: ask(
      (kind, settings) => (kind.injectTimeoutMs?.(settings) ?? 0) + 2 * (kind.healTimeoutMs?.(settings) ?? 0),
    ),
    endsByTimeOnly: ask((kind, settings) => kind.endsByTimeOnly?.(settings) ?? false),
    outlivesServers: ask((kind, settings) => kind.outlivesServers?.(settings) ?? false),
  };
}
