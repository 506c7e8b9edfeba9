import { z } from 'zod';
import { day, id, instant, personal, timeOfDay } from '#event-sourcing';
import { aboutPlacement } from '../placement/evidence-facts.js';

const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

export const incidentKind = z.enum(['restraint', 'injury', 'bullying', 'sent-home', 'search', 'property', 'other']);
export type IncidentKind = z.output<typeof incidentKind>;
/** How the school was told. A provider tells it, and somebody of the school enters it. */
export const incidentChannel = z.enum(['telephone', 'email', 'in-person']);
export type IncidentChannel = z.output<typeof incidentChannel>;

/** That parents were told, when and by whom, or why they were not. `by` may be the provider as well as the school. */
export const parentsTold = z.discriminatedUnion('told', [
  z.strictObject({ told: z.literal(true), on: day, at: timeOfDay, by: line }),
  z.strictObject({ told: z.literal(false), because: words }),
]);
export type ParentsTold = z.output<typeof parentsTold>;

/** What was told. `words` only where the school keeps them here, rather than in its safeguarding system alone. */
export const incidentSays = z.strictObject({
  kind: incidentKind,
  /** Where the provider could say at what time it was. */
  at: timeOfDay.optional(),
  toldBy: line,
  parents: parentsTold,
  words: words.optional(),
});
export type IncidentSays = z.output<typeof incidentSays>;

/** `incidentId` is made by the form, so that a form that is sent twice is one incident. */
export const aboutIncident = { incidentId: id, ...aboutPlacement };
const account = {
  siteId: id,
  on: day,
  toldOn: day,
  toldAt: timeOfDay,
  channel: incidentChannel,
  says: personal(incidentSays),
};

// Procedure: S4.18
/** `on` is the day in the world, `toldOn` and `toldAt` when the school was told, `personId` who of the school was told. */
export const incidentTold = z.object({ ...aboutIncident, ...account, personId: id });
export type IncidentAccount = z.output<typeof incidentTold>;
/** The whole account as it should have been, and why; `personId` is who puts it right. */
export const incidentCorrected = z.object({ ...aboutIncident, ...account, personId: id, because: personal(words) });
export const incidentSeen = z.object({ ...aboutIncident, personId: id, seenAt: instant });
export const incidentParentsTold = z.object({ ...aboutIncident, personId: id, parents: personal(parentsTold) });

/** What whoever answers for safeguarding makes of it. */
export const incidentOutcome = z.enum(['no-further-action', 'handed-to-safeguarding', 'risk-assessment-review']);
export type IncidentOutcome = z.output<typeof incidentOutcome>;
/** `receipt` is what the safeguarding system calls it. */
export const incidentDecision = z.strictObject({
  outcomes: z.array(incidentOutcome).min(1),
  receipt: line.optional(),
  /** Only where the school keeps such words here. */
  reason: words.optional(),
});
export type IncidentDecision = z.output<typeof incidentDecision>;
export const incidentDecided = z.object({
  ...aboutIncident,
  personId: id,
  decidedOn: day,
  decision: personal(incidentDecision),
});

/** Entered in error, such as about another pupil. */
export const incidentWithdrawn = z.object({ ...aboutIncident, personId: id, because: personal(words) });
