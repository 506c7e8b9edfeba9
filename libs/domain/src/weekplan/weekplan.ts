import { z } from 'zod';
import { day, erased, id, messages, personal, type Day, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { documentNamed, documentsMax, session, weekday } from '../vocabulary.js';

/**
 * A week plan says of a pupil what becomes of each session of the school week that no placement takes: school, part-time
 * leave, or something else.
 *
 * When the pupil is expected at a provider is for the weeks of the placements alone to say. Part-time leave is temporary:
 * it has a reason, evidence, the parent who agreed, a day on which it is looked at again and a day on which it ends.
 */
export const restKind = z.enum(['school', 'part-time-leave', 'other']);
export type RestKind = z.output<typeof restKind>;

const line = z.string().trim().min(1).max(160);
const text = z.string().trim().min(1).max(2_000);

export const restSession = z.strictObject({ weekday, session, is: restKind });
export const partTimeLeave = z.strictObject({
  rationale: text,
  /** What was seen, where no document shows it. */
  evidence: text.optional(),
  agreedWith: line,
  agreedOn: day,
  reviewOn: day,
  /** The last day; from the next one on nobody has said what becomes of these sessions. */
  endsOn: day,
});
const rest = z.object({
  subjectId: id,
  schoolId: id,
  from: day,
  /** The placements beside which it was made: whose weeks take the other sessions. */
  beside: z.array(id).max(10),
  sessions: personal(z.array(restSession).max(10)),
  /** What the other sessions are, such as a provider that is not in Waymark. */
  otherwise: personal(text).optional(),
  leave: personal(partTimeLeave).optional(),
  /** Documents that show why, and what their files were called, in the same order. */
  documents: z.array(documentNamed).min(1).max(documentsMax).optional(),
  fileNames: personal(z.array(z.string().min(1).max(200)).max(documentsMax)).optional(),
});

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const weekplanEvents = messages(
  {
    RestOfWeekPlanned: rest.describe(
      'From this day on, what becomes of each session of the school week that no placement takes; part-time leave with its reason, evidence, review and end.',
    ),
  },
  sealed,
);
export type WeekplanEvent = MessageOf<typeof weekplanEvents>;

export const weekplanCommands = messages({ PlanRestOfWeek: rest }, sealed);
export type WeekplanCommand = MessageOf<typeof weekplanCommands>;

/** What was planned from one day on. */
export type RestOfWeekPlan = z.output<typeof rest>;
/** What a pupil's part-time leave rests on. */
export type PartTimeLeave = z.output<typeof partTimeLeave>;
/** In order of their days. */
export type Weekplan = readonly RestOfWeekPlan[];

export const weekplan: Decider<WeekplanCommand, WeekplanEvent, Weekplan> = {
  category: 'weekplan',
  initial: [],

  evolve: (plans, { data }) => withPlan(plans, data),

  // Procedure: S13.11, S13.12
  decide: ({ data }, plans) => {
    const known = plans.find(({ from }) => from === data.from);
    if (known && sameAsKnown(known, data)) return [];
    assertWhole(data);
    return [{ type: 'RestOfWeekPlanned', data }];
  },
};

/** The plans with one more, in order; one from the same day takes the place of the one before. */
export const withPlan = <P extends { readonly from: Day }>(plans: readonly P[], plan: P): readonly P[] =>
  [...plans.filter(({ from }) => from !== plan.from), plan].toSorted((a, b) => (a.from < b.from ? -1 : 1));

/** The plan that holds on a day; none before the first. */
export const planOn = <P extends { readonly from: Day }>(plans: readonly P[], on: Day): P | undefined =>
  plans.findLast(({ from }) => from <= on);

/** Refuses a plan that says two things of a session, or leaves out what makes its leave or its other sessions known. */
function assertWhole({ from, sessions, otherwise, leave, documents = [] }: RestOfWeekPlan): void {
  if (sessions === erased) return;
  if (new Set(sessions.map(({ weekday, session }) => `${weekday} ${session}`)).size < sessions.length) {
    no('plan-sessions-not-distinct');
  }
  if (sessions.some(({ is }) => is === 'other') !== (otherwise !== undefined)) no('other-sessions-without-words');
  if (sessions.some(({ is }) => is === 'part-time-leave') !== (leave !== undefined)) no('leave-without-rationale');
  if (leave === undefined || leave === erased) return;
  if (leave.evidence === undefined && documents.length === 0) no('leave-without-evidence');
  if (leave.endsOn < from) no('leave-ends-before-it-begins');
  if (leave.reviewOn < from || leave.reviewOn > leave.endsOn) no('leave-reviewed-outside-it');
  if (leave.agreedOn > from) no('leave-agreed-after-it-begins');
}
