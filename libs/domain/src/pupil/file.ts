import { z } from 'zod';
import { day, id, personal } from '#event-sourcing';
import { upn, upnText } from './upn.js';

/** What can be said of a pupil: who they are, what has to be borne in mind, and who plays a part for them. */
export const line = z.string().trim().min(1).max(120);

export const status = z.enum([
  'looked-after',
  'child-protection',
  'child-in-need',
  'ehc-plan',
  'sen-support',
  'known-risk',
  'early-help',
]);
export type Status = z.output<typeof status>;
/**
 * The main groups of ethnicity in the school census, with its two answers for those of whom it isn't known: refused, and not
 * obtained yet. Source: GOV.UK, Complete the school census. The finer codes below them are left to the school's own system.
 */
// Procedure: S14.3
export const ethnicity = z.enum(['white', 'mixed', 'asian', 'black', 'chinese', 'other', 'refused', 'unknown']);
export type Ethnicity = z.output<typeof ethnicity>;
// Procedure: S14.5
export const gender = z.enum(['girl', 'boy', 'other', 'refused', 'unknown']);
export type Gender = z.output<typeof gender>;

/** The part that somebody plays for a pupil, beside those who are rung about them. */
// Procedure: S14.13, S14.17, S14.19, S14.20, S14.21, S14.22
export const part = z.enum([
  'head-of-year',
  'social-worker',
  'sen-key-worker',
  'virtual-school',
  'outside-agency',
  'other',
]);
export type Part = z.output<typeof part>;

/** Not knowing is an answer of its own, and never taken for no. */
export const statusValue = z.enum(['yes', 'no', 'unknown']);

// Procedure: S14.1, S14.2, S14.4, S14.6, S14.7
export const identity = z.object({
  subjectId: id,
  schoolId: id,
  givenName: personal(line),
  familyName: personal(line),
  /** The unique pupil number, or absent where the school doesn't know it yet; then the reason is there. */
  upn: personal(upnText).optional(),
  upnUnknownBecause: personal(line).optional(),
  bornOn: personal(day),
  yearGroup: personal(z.int().min(0).max(14)),
});
export const changed = identity.extend({
  /** Why a permanent UPN is another one now: it is meant to be for good, so nobody changes it in passing. */
  upnChangedBecause: personal(line).optional(),
});
/** What comes in is checked more closely than what was stored: a mistyped number is somebody else's. */
export const checkedUpn = { upn: personal(upn).optional() };
export const noted = z.object({
  subjectId: id,
  schoolId: id,
  status: personal(status),
  value: personal(statusValue),
  on: day,
  /** Which local authority looks after the pupil: it need not be that of the school. */
  // Procedure: S14.9
  caringAuthority: personal(line).optional(),
});
export const described = z.object({
  subjectId: id,
  schoolId: id,
  ethnicity: personal(ethnicity),
  gender: personal(gender),
});
export const keyAdult = z.object({
  subjectId: id,
  schoolId: id,
  keyAdultId: id,
  part: personal(part),
  /** The part in words, where it is another than those that have a name. */
  partInWords: personal(line).optional(),
  name: personal(line).optional(),
  /** The team, agency or authority that they are of. */
  agency: personal(line).optional(),
  telephone: personal(line).optional(),
  email: personal(line).optional(),
});
export const keyAdultRemoved = z.object({ subjectId: id, schoolId: id, keyAdultId: id });
/** Alternative provision that the pupil had before anybody entered it here, by its days or by the school year. */
// Procedure: S14.14, S14.15
export const earlier = z.object({
  subjectId: id,
  schoolId: id,
  entryId: id,
  where: personal(line),
  from: personal(day).optional(),
  until: personal(day).optional(),
  schoolYear: personal(z.string().regex(/^20\d\d\/\d\d$/)).optional(),
});
export const earlierRemoved = z.object({ subjectId: id, schoolId: id, entryId: id });
// Procedure: S14.16, X4
export const contact = z.object({
  subjectId: id,
  schoolId: id,
  contactId: id,
  /** Whom to ring first. */
  order: z.int().min(1).max(20),
  name: personal(line),
  relation: personal(line),
  telephone: personal(line),
  /** Where letters reach them, where the school knows it. */
  email: personal(line).optional(),
  mayBeRung: personal(z.boolean()),
  mayBeTold: personal(z.boolean()),
  parentalResponsibility: personal(statusValue).optional(),
  /** Whether whoever has the authority has let them sign forms in their stead. */
  maySign: personal(z.boolean()).optional(),
  /** The language to speak with them, where it is another than English. */
  language: personal(line).optional(),
  interpreterNeeded: personal(z.boolean()).optional(),
  /** They must not learn where the pupil lives or is, as by order of a court: so they are not told anything either. */
  whereaboutsWithheld: personal(z.boolean()).optional(),
});
export const contactRemoved = z.object({ subjectId: id, schoolId: id, contactId: id });
