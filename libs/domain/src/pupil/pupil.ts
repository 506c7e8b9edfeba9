import { z } from 'zod';
import { about, day, erased, id, messages, personal, type Decider, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

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
const contact = z.object({
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
});

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const pupilEvents = messages(
  {
    PupilEntered: identity.describe('A pupil of this school came into Waymark.'),
    PupilDetailsChanged: identity.describe('A pupil’s name, number, birth date or year group is another now.'),
    StatusNoted: noted.describe('Whether a status applies to the pupil, or that nobody knows, from this day on.'),
    // The contact's own key seals a contact: it is described first, because a description makes a copy.
    ContactNamed: about(
      'contactId',
      contact.describe('Somebody to ring about the pupil, in which order, and what they may be asked and told.'),
    ),
  },
  sealed,
);
export type PupilEvent = MessageOf<typeof pupilEvents>;

export const pupilCommands = messages(
  {
    EnterPupil: identity,
    ChangePupilDetails: identity,
    NoteStatus: noted,
    NameContact: about('contactId', contact),
  },
  sealed,
);
export type PupilCommand = MessageOf<typeof pupilCommands>;

type Identity = z.output<typeof identity>;
type Noted = z.output<typeof noted>;
type Contact = z.output<typeof contact>;

/** What is known of a pupil; null before they are entered. */
export type Pupil = {
  readonly entered: Identity;
  /** As it is now. */
  readonly identity: Identity;
  /** The last that was said of each status; what has been erased is in nobody's list. */
  readonly statuses: Readonly<Partial<Record<Status, Noted>>>;
  readonly contacts: Readonly<Record<Id, Contact>>;
} | null;

export const pupil: Decider<PupilCommand, PupilEvent, Pupil> = {
  category: 'pupil',
  initial: null,

  evolve: (pupil, { type, data }) => {
    if (type === 'PupilEntered') return { entered: data, identity: data, statuses: {}, contacts: {} };
    if (!pupil) return pupil;
    switch (type) {
      case 'PupilDetailsChanged':
        return { ...pupil, identity: data };
      case 'StatusNoted':
        if (data.status === erased) return pupil;
        return { ...pupil, statuses: { ...pupil.statuses, [data.status]: data } };
      case 'ContactNamed':
        return { ...pupil, contacts: { ...pupil.contacts, [data.contactId]: data } };
    }
  },

  decide: ({ type, data }, pupil) => {
    if (type === 'EnterPupil') {
      if (!pupil) return [{ type: 'PupilEntered', data }];
      // The first entry said again is an old form sent twice, even when the details have changed since.
      return sameAsKnown(pupil.entered, data) || sameAsKnown(pupil.identity, data) ? [] : no('pupil-already-entered');
    }
    if (!pupil) return no('pupil-not-entered');
    if (data.schoolId !== pupil.identity.schoolId) return no('pupil-of-another-school');
    switch (type) {
      case 'ChangePupilDetails':
        return sameAsKnown(pupil.identity, data) ? [] : [{ type: 'PupilDetailsChanged', data }];
      case 'NoteStatus': {
        const known = data.status === erased ? data : pupil.statuses[data.status];
        return known && sameAsKnown(known, data) ? [] : [{ type: 'StatusNoted', data }];
      }
      case 'NameContact': {
        const known = pupil.contacts[data.contactId];
        return known && sameAsKnown(known, data) ? [] : [{ type: 'ContactNamed', data }];
      }
    }
  },
};
