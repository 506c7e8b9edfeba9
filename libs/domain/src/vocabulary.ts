import { z } from 'zod';
import { day, id, idFrom, timeOfDay, type Day, type Id } from '#event-sourcing';

/** The words that several streams share. One word for one thing, in code, pages, letters and tests. */

/** Half a school day: what a register is marked for. */
export const session = z.enum(['am', 'pm']);
export type Session = z.output<typeof session>;

/** Monday is 1, as in ISO 8601; no school week has a sixth day. */
export const weekday = z.int().min(1).max(5);
export type Weekday = z.output<typeof weekday>;

/** A slot of the school week that a pupil spends at the provider, with the time at which they are expected there. */
export const slot = z.strictObject({ weekday, session, arriveAt: timeOfDay, leaveAt: timeOfDay });
export type Slot = z.output<typeof slot>;

export const role = z.enum([
  'headteacher',
  'senior-leader',
  'designated-safeguarding-lead',
  'alternative-provision-lead',
  'attendance-lead',
  'attendance-intervention-manager',
  'quality-of-education-lead',
  'special-needs-coordinator',
  'designated-teacher',
  'safeguarding-governor',
]);
export type Role = z.output<typeof role>;

/** How somebody stands to a role: holding it, deputising for its holders, or covering for a time. */
export const standing = z.enum(['holder', 'deputy', 'cover']);
export type Standing = z.output<typeof standing>;

/** A pupil's session at a provider's site: what an attendance, a search and their duties are about. */
export const pupilSession = { placementId: id, subjectId: id, schoolId: id, siteId: id, on: day, session };
const aboutPupilSession = z.object(pupilSession);
export type PupilSession = z.output<typeof aboutPupilSession>;

/** The session out of anything that is about one. */
export const aboutSession = ({
  placementId,
  subjectId,
  schoolId,
  siteId,
  on,
  session,
}: PupilSession): PupilSession => ({
  placementId,
  subjectId,
  schoolId,
  siteId,
  on,
  session,
});

/** One key for all that is about a placement's session: a row's id, and a process's instance. */
export const sessionKey = ({ data }: { data: Pick<PupilSession, 'placementId' | 'on' | 'session'> }): string =>
  `${data.placementId}.${data.on}.${data.session}`;

export const attendanceIdOf = ({
  placementId,
  on,
  session,
}: Pick<PupilSession, 'placementId' | 'on' | 'session'>): Id => idFrom('attendance', placementId, on, session);

/** The pupil, the day and the occasion: heard of twice, it is one search. */
export const whereaboutsIdOf = (subjectId: Id, on: Day, occasion: Session): Id =>
  idFrom('whereabouts', subjectId, on, occasion);

/** Duties that are owed for a pupil's session. */
export const sessionDutyKind = z.enum(['attendance-check', 'find-the-pupil']);
export type SessionDutyKind = z.output<typeof sessionDutyKind>;
/** Duties that are owed again and again while a placement runs, once in so many school weeks. */
export const recurringDutyKind = z.enum(['weekly-liaison', 'welfare-check', 'monitoring-visit']);
export type RecurringDutyKind = z.output<typeof recurringDutyKind>;
/** Duties that are owed for a matter of a placement: something that it needs as a whole, whatever the session. */
export const matterDutyKind = z.enum(['placement-gap', ...recurringDutyKind.options]);
export type MatterDutyKind = z.output<typeof matterDutyKind>;
export const dutyKind = z.enum([...sessionDutyKind.options, ...matterDutyKind.options]);
export type DutyKind = z.output<typeof dutyKind>;

export const isRecurring = (kind: DutyKind): kind is RecurringDutyKind =>
  recurringDutyKind.options.some((each) => each === kind);

/** The name of a matter: the evidence that is missing, or what is owed again and again. */
export const matterName = z
  .string()
  .max(60)
  .regex(/^[a-z]+(-[a-z]+)*$/);

/**
 * What a duty is about: a pupil's session, which has a day and a half of it, or a matter of the placement by its name. One
 * that is owed again and again has a period besides: the Monday of the first week in which it may be done.
 */
export const dutySubject = {
  ...pupilSession,
  on: day.optional(),
  session: session.optional(),
  matter: matterName.optional(),
  period: day.optional(),
};
const aboutDutySubject = z.object(dutySubject);
export type DutySubject = z.output<typeof aboutDutySubject>;

/** What anything about a duty says of what the duty is about. */
export const subjectOf = (data: DutySubject): DutySubject => {
  const { placementId, subjectId, schoolId, siteId, on, session: half, matter, period } = data;
  const about = { placementId, subjectId, schoolId, siteId };
  const named = { ...(matter && { matter }), ...(period && { period }) };
  return { ...about, ...(on && { on }), ...(half && { session: half }), ...named };
};

/** The session that a duty is about, or null where it is about a matter. */
export const sessionOf = (data: DutySubject): PupilSession | null => {
  const { on, session: half } = data;
  return on === undefined || half === undefined ? null : aboutSession({ ...data, on, session: half });
};

/** The key of the session that a duty is about, or null where it is about a matter. */
export const sessionKeyIfAny = ({ data }: { data: DutySubject }): string | null => {
  const about = sessionOf(data);
  return about && sessionKey({ data: about });
};

/** A duty's id comes from its kind and the fact's stream that would meet it. */
export const dutyIdOf = (kind: DutyKind, about: Id): Id => idFrom('duty', kind, about);

/** What a duty about a matter is made from: many may be met by the one stream of a placement. */
export const matterIdOf = (placementId: Id, matter: string): Id => idFrom('matter', placementId, matter);

/** What a duty is made from that is owed again and again: the Monday of its period tells one from the next. */
export const periodIdOf = (placementId: Id, period: Day): Id => idFrom('period', placementId, period);

export const checkIdOf = (siteId: Id, row: string, round: number): Id => idFrom('check', siteId, row, round);

/** What a school asks a provider to confirm of a site: one stream, in which round follows round. */
export const assuranceIdOf = (schoolId: Id, siteId: Id): Id => idFrom('assurance', schoolId, siteId);

/** A letter's id comes from its recipient and occasion; `copy` counts further letters for those who came later. */
export const letterIdOf = (recipientId: Id, occasion: string, copy = 1): Id =>
  idFrom('letter', recipientId, occasion, copy);

/** What a document may be. It is told by its first bytes, whatever it is called. */
export const mediaType = z.enum(['application/pdf', 'image/png', 'image/jpeg']);
export type MediaType = z.output<typeof mediaType>;

/** How many documents one fact brings along at most. */
export const documentsMax = 5;

/** A document that is kept beside the log, as an event names it: by its id, and by the SHA-256 of its sealed bytes. */
export const documentNamed = z.strictObject({
  documentId: id,
  mediaType,
  bytes: z.int().min(1),
  sealedHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DocumentNamed = z.output<typeof documentNamed>;
