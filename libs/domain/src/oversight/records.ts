import { z } from 'zod';
import { day, id, personal, timeOfDay } from '#event-sourcing';
import { aboutPlacement } from '../placement/evidence-facts.js';

const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

/** What every record begins with. `recordId` is made by the form, so that a form that is sent twice makes one record. */
export const aboutRecord = { ...aboutPlacement, recordId: id };
/** When it was in the world and who of the school did it, which may be somebody else than who enters it. */
const record = { ...aboutRecord, siteId: id, on: day, personId: id, concerns: personal(z.boolean()) };

/** How school and provider spoke: each hears the other. A letter that nobody answered is none. */
export const liaisonChannel = z.enum(['telephone', 'video', 'in-person', 'messages-answered']);
export type LiaisonChannel = z.output<typeof liaisonChannel>;

/** What was said of the pupil. What was said of attendance is beside the marks, and never a mark. */
export const liaisonSays = z.strictObject({
  spokeWith: line,
  attendance: words,
  progress: words,
  behaviour: words,
  wellbeing: words,
  nextSteps: words.optional(),
});
export type LiaisonSays = z.output<typeof liaisonSays>;

/** School and provider spoke about one pupil. */
// Procedure: S16.7, S4.18
export const liaison = z.object({ ...record, channel: liaisonChannel, says: personal(liaisonSays) });
export type Liaison = z.output<typeof liaison>;

export const welfareHow = z.enum(['face-to-face', 'video', 'telephone']);
export type WelfareHow = z.output<typeof welfareHow>;
export const welfareWhere = z.enum(['at-provider', 'at-school', 'at-home', 'elsewhere']);
export type WelfareWhere = z.output<typeof welfareWhere>;
export const welfareFound = z.enum(['seen-and-spoken-to', 'seen', 'spoken-to', 'not-reached']);
export type WelfareFound = z.output<typeof welfareFound>;

/** How the pupil is, and where they were. What the pupil says is in their own words as far as possible. */
export const welfareSays = z.strictObject({
  where: welfareWhere,
  found: welfareFound,
  pupilSays: words.optional(),
  notes: words,
});
export type WelfareSays = z.output<typeof welfareSays>;

/** Somebody of the school saw the pupil or spoke to them, or tried to. */

export const welfare = z.object({ ...record, how: welfareHow, says: personal(welfareSays) });
export type Welfare = z.output<typeof welfare>;

/** What a visit was for. */
export const visitPurpose = z.enum(['monitoring', 'safe-and-well', 'evaluation', 'concern']);
export type VisitPurpose = z.output<typeof visitPurpose>;

/** So many minutes a visit lasts at most; longer is a slip of the pen. */
export const visitMinutesMax = 600;
/** So many risks of one pupil are written down one by one. */
export const risksMax = 5;

const risks = z.strictObject({
  details: words,
  mitigation: words,
  /** Each with the strategy against it. */
  rows: z.array(z.strictObject({ risk: words, strategy: words })).max(risksMax),
});

/** What a visitor saw. */
export const visitSays = z.strictObject({
  purpose: visitPurpose,
  /** The year group as it was then; empty where nobody had noted it. */
  year: z.string().max(40),
  seen: z.boolean(),
  /** Null where there are no known risks, which is an answer. */
  risks: risks.nullable(),
  /** Towards each target that was set, in their order, with the target as it was then. */
  progress: z.array(z.strictObject({ target: words, progress: words })).max(3),
  outcome: words,
});
export type VisitSays = z.output<typeof visitSays>;

/** A visit to one pupil at the provider. A trip that sees several is a visit to each. */
// Procedure: S18.1, S18.2, S18.3, S18.4, S18.5, S18.6, S18.7, S18.8, S18.9, S18.10, S18.11, S18.12, S18.13, S18.14, S18.15, X6
export const visit = z.object({
  ...record,
  startedAt: timeOfDay,
  minutes: z.int().min(1).max(visitMinutesMax),
  says: personal(visitSays),
});
export type Visit = z.output<typeof visit>;
