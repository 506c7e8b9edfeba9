import { z } from 'zod';
import { about, day, id, messages, personal, type MessageOf } from '#event-sourcing';

/** A pupil is on the roll of one school, which stays responsible wherever the pupil is taught. */
const line = z.string().trim().min(1).max(120);

export const status = z.enum([
  'looked-after',
  'child-protection',
  'child-in-need',
  'ehc-plan',
  'sen-support',
  'known-risk',
]);
export type Status = z.output<typeof status>;
/** Not knowing is an answer of its own, and never taken for no. */
export const statusValue = z.enum(['yes', 'no', 'unknown']);

const identity = z.object({
  subjectId: id,
  schoolId: id,
  givenName: personal(line),
  familyName: personal(line),
  /** The unique pupil number, or absent where the school doesn't know it yet. */
  upn: personal(z.string().regex(/^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/, 'is not a UPN')).optional(),
  bornOn: personal(day),
  yearGroup: personal(z.int().min(0).max(14)),
});
const noted = z.object({
  subjectId: id,
  schoolId: id,
  status: personal(status),
  value: personal(statusValue),
  on: day,
});
const contact = about(
  'contactId',
  z.object({
    subjectId: id,
    schoolId: id,
    contactId: id,
    /** Whom to ring first. */
    order: z.int().min(1).max(20),
    name: personal(line),
    relation: personal(line),
    telephone: personal(line),
    mayBeRung: personal(z.boolean()),
    mayBeTold: personal(z.boolean()),
  }),
);

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const pupilEvents = messages(
  { PupilEntered: identity, PupilDetailsChanged: identity, StatusNoted: noted, ContactNamed: contact },
  sealed,
);
export type PupilEvent = MessageOf<typeof pupilEvents>;

export const pupilCommands = messages(
  { EnterPupil: identity, ChangePupilDetails: identity, NoteStatus: noted, NameContact: contact },
  sealed,
);
export type PupilCommand = MessageOf<typeof pupilCommands>;
