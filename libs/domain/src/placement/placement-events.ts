import { z } from 'zod';
import { day, id, messages, personal, type MessageOf } from '#event-sourcing';
import { slot } from '../vocabulary.js';
import { adoptingCommands, adoptingEvents, pinnedEdition } from './adopting.js';
import { directionReviewCommands, directionReviewEvents } from './direction-review.js';
import { account, ending } from './ending.js';
import { aboutPlacement as about, evidence, evidenceCommands, evidenceEvents } from './evidence-facts.js';
import { passingOnCommands, passingOnEvents } from './passing-on.js';
import { returningCommands, returningEvents } from './returning.js';
import { delivery, route } from './routes.js';
import { signatoryCommands } from './signatories.js';
import { suspendingCommands, suspendingEvents } from './suspending.js';
import { restOfWeek } from './weeks.js';

const proposal = z.object({
  ...about,
  providerId: id,
  siteId: id,
  purpose: personal(z.string().trim().min(1).max(2_000)),
  startOn: day,
  plannedEndOn: day.optional(),
  /** Agreed, where it does not say. */
  route: route.optional(),
  /** In person, where it does not say. */
  delivery: delivery.optional(),
  /** The slots of the school week that the pupil spends there. */
  slots: z.array(slot).min(1).max(10),
  restOfWeek: restOfWeek.optional(),
  /** The edition of the procedure under which it is proposed; it stays pinned to it until a newer one is adopted. */
  procedure: pinnedEdition,
});
const start = z.object({ ...about, startedOn: day });
const week = z.object({
  ...about,
  from: day,
  slots: z.array(slot).min(1).max(10),
  restOfWeek: restOfWeek.optional(),
});
/** By when the gaps are to be closed, as a head of the school says; `because` is why it is another day than before. */
const gapsDue = z.object({
  ...about,
  dueOn: day,
  /** Who set it: somebody who holds, covers or deputises for headteacher, which whoever sends the command sees to. */
  personId: id,
  because: personal(z.string().trim().min(1).max(2_000)).optional(),
});

/** What a school decided about a pupil who is at a place that somebody stopped. */
export const stopDecision = z.enum(['goes-on', 'kept-away', 'ends']);
export type StopDecision = z.output<typeof stopDecision>;
const stopReview = z.object({
  ...about,
  stopId: id,
  decision: stopDecision,
  because: personal(z.string().trim().min(1).max(2_000)),
  personId: id,
});

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const placementEvents = messages(
  {
    PlacementProposed: proposal.describe(
      'A school wants to place a pupil with a provider: what for, from when, in which slots of the week.',
    ),
    ...evidenceEvents,
    ...passingOnEvents,
    PlacementStarted: start.describe('The placement began, with all the evidence that its start requires.'),
    PlacementFoundStarted: start
      .extend({ missing: z.array(evidence) })
      .describe('It had begun before Waymark or the procedure knew; its gaps are listed and owed.'),
    GapsDueSet: gapsDue.describe(
      'A head of the school set the day by which everything is to be there that was missing when the placement was found.',
    ),
    WeekPlanned: week.describe('From this day on the pupil is expected in these slots of the school week.'),
    ...suspendingEvents,
    ...adoptingEvents,
    ...directionReviewEvents,
    PlacementEnded: ending.describe(
      'The placement ended; the day named is its last one. It says how that came, and where the pupil is on the next school day.',
    ),
    StopReviewed: stopReview.describe(
      'A stop was set where the pupil is placed, and the school decided what becomes of this placement meanwhile.',
    ),
    PlacementJudged: account.describe('The school judged what came of an ended placement, by its aims.'),
    ...returningEvents,
  },
  sealed,
);
export type PlacementEvent = MessageOf<typeof placementEvents>;

/** `required` is what the start gate of the pinned edition asks of this pupil and route: the caller works it out. */
const requirement = start.extend({ required: z.array(evidence) });

export const placementCommands = messages(
  {
    ProposePlacement: proposal,
    ...evidenceCommands,
    ...signatoryCommands,
    ...passingOnCommands,
    StartPlacement: requirement,
    FindPlacementStarted: requirement,
    /** `setOn` is the day on which it is set: a day before it can't be kept any more. The event does not keep it. */
    SetGapsDue: gapsDue.extend({ setOn: day }),
    PlanWeek: week,
    ...suspendingCommands,
    ...adoptingCommands,
    ...directionReviewCommands,
    EndPlacement: ending,
    ReviewStop: stopReview,
    JudgePlacement: account,
    ...returningCommands,
  },
  sealed,
);
export type PlacementCommand = MessageOf<typeof placementCommands>;

export type Proposal = z.output<typeof proposal>;
export type GapsDue = z.output<typeof gapsDue>;
export type Ending = z.output<typeof ending>;
export type StopReview = z.output<typeof stopReview>;
