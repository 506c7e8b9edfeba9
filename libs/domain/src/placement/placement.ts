import { z } from 'zod';
import { day, id, messages, personal, type MessageOf } from '#event-sourcing';
import { slot } from '../vocabulary.js';

/**
 * A placement is one pupil's time with one provider, from the proposal to the end. The school of the pupil is responsible
 * throughout. It is refused a start while evidence is missing; a start that has happened is a fact and is never refused.
 */
const about = { placementId: id, subjectId: id, schoolId: id };
const proposal = z.object({
  ...about,
  providerId: id,
  siteId: id,
  purpose: personal(z.string().trim().min(1).max(2_000)),
  startOn: day,
  plannedEndOn: day.optional(),
  /** The slots of the school week that the pupil spends there. */
  slots: z.array(slot).min(1).max(10),
  /** The edition of the procedure under which it is proposed; it stays pinned to it. */
  procedure: z.strictObject({ id: z.string(), edition: z.string() }),
});
/** What a gate can ask for, by its name in the procedure's vocabulary. */
const evidence = z.string().regex(/^[a-z]+(-[a-z]+)*$/);
const gathered = z.object({ ...about, evidence, on: day });
const agreement = z.object({ ...about, agreedOn: day, signedBy: personal(z.string().trim().min(1).max(160)) });
const start = z.object({ ...about, startedOn: day });
const ending = z.object({ ...about, endedOn: day, because: personal(z.string().trim().min(1).max(2_000)) });

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const placementEvents = messages(
  {
    PlacementProposed: proposal,
    EvidenceGathered: gathered,
    PlacementAgreed: agreement,
    PlacementStarted: start,
    /** It had begun before Waymark or the procedure knew; its gaps are listed and owed. */
    PlacementFoundStarted: start.extend({ missing: z.array(evidence) }),
    WeekPlanned: z.object({ ...about, from: day, slots: z.array(slot).min(1).max(10) }),
    PlacementEnded: ending,
  },
  sealed,
);
export type PlacementEvent = MessageOf<typeof placementEvents>;

export const placementCommands = messages(
  {
    ProposePlacement: proposal,
    GatherEvidence: gathered,
    AgreePlacement: agreement,
    /** `required` is what the start gate of the pinned edition asks of this pupil and route: the caller works it out. */
    StartPlacement: start.extend({ required: z.array(evidence) }),
    FindPlacementStarted: start.extend({ required: z.array(evidence) }),
    PlanWeek: z.object({ ...about, from: day, slots: z.array(slot).min(1).max(10) }),
    EndPlacement: ending,
  },
  sealed,
);
export type PlacementCommand = MessageOf<typeof placementCommands>;
