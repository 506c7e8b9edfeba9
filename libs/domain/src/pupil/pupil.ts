import { z } from 'zod';
import { about, day, erased, id, messages, personal, type Decider, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { isTemporaryUpn, upn, upnText } from './upn.js';

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
  /** The unique pupil number, or absent where the school doesn't know it yet; then the reason is there. */
  upn: personal(upnText).optional(),
  upnUnknownBecause: personal(line).optional(),
  bornOn: personal(day),
  yearGroup: personal(z.int().min(0).max(14)),
});
const changed = identity.extend({
  /** Why a permanent UPN is another one now: it is meant to be for good, so nobody changes it in passing. */
  upnChangedBecause: personal(line).optional(),
});
/** What comes in is checked more closely than what was stored: a mistyped number is somebody else's. */
const checkedUpn = { upn: personal(upn).optional() };
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
const contactRemoved = z.object({ subjectId: id, schoolId: id, contactId: id });

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const pupilEvents = messages(
  {
    PupilEntered: identity.describe('A pupil of this school came into Waymark.'),
    PupilDetailsChanged: changed.describe('A pupil’s name, number, birth date or year group is another now.'),
    StatusNoted: noted.describe('Whether a status applies to the pupil, or that nobody knows, from this day on.'),
    // The contact's own key seals a contact: it is described first, because a description makes a copy.
    ContactNamed: about(
      'contactId',
      contact.describe('Somebody to ring about the pupil, in which order, and what they may be asked and told.'),
    ),
    ContactRemoved: contactRemoved.describe('Somebody is no longer to be rung about the pupil, nor told anything.'),
  },
  sealed,
);
export type PupilEvent = MessageOf<typeof pupilEvents>;

export const pupilCommands = messages(
  {
    EnterPupil: identity.extend(checkedUpn),
    ChangePupilDetails: changed.extend(checkedUpn),
    NoteStatus: noted,
    NameContact: about('contactId', contact),
    RemoveContact: contactRemoved,
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
      case 'PupilDetailsChanged': {
        const { upnChangedBecause: _because, ...known } = data;
        return { ...pupil, identity: known };
      }
      case 'StatusNoted':
        if (data.status === erased) return pupil;
        return { ...pupil, statuses: { ...pupil.statuses, [data.status]: data } };
      case 'ContactNamed':
        return { ...pupil, contacts: { ...pupil.contacts, [data.contactId]: data } };
      case 'ContactRemoved': {
        const { [data.contactId]: _removed, ...contacts } = pupil.contacts;
        return { ...pupil, contacts };
      }
    }
  },

  decide: ({ type, data }, pupil) => {
    if (type === 'EnterPupil') {
      if (!pupil) return upnIsClear(data) ? [{ type: 'PupilEntered', data }] : no('upn-or-reason');
      // The first entry said again is an old form sent twice, even when the details have changed since.
      return sameAsKnown(pupil.entered, data) || sameAsKnown(pupil.identity, data) ? [] : no('pupil-already-entered');
    }
    if (!pupil) return no('pupil-not-entered');
    if (data.schoolId !== pupil.identity.schoolId) return no('pupil-of-another-school');
    switch (type) {
      case 'ChangePupilDetails': {
        const { upnChangedBecause, ...details } = data;
        if (sameAsKnown(pupil.identity, details)) return [];
        if (!upnIsClear(details)) return no('upn-or-reason');
        if (isForGood(pupil.identity.upn) && details.upn !== undefined && details.upn !== pupil.identity.upn) {
          if (upnChangedBecause === undefined) return no('upn-changed-without-reason');
        }
        return [{ type: 'PupilDetailsChanged', data }];
      }
      case 'NoteStatus': {
        const known = data.status === erased ? data : pupil.statuses[data.status];
        return known && sameAsKnown(known, data) ? [] : [{ type: 'StatusNoted', data }];
      }
      case 'NameContact': {
        const known = pupil.contacts[data.contactId];
        return known && sameAsKnown(known, data) ? [] : [{ type: 'ContactNamed', data }];
      }
      case 'RemoveContact':
        return pupil.contacts[data.contactId] ? [{ type: 'ContactRemoved', data }] : [];
    }
  },
};

/**
 * A number that another pupil claimed before is theirs if they have it; else it may be taken over, but not as long as the
 * event that gives it to them may be on its way. @throws {Refusal}
 */
export function assertUpnMayBeTaken(holder: Pupil, number: string, isOnItsWay: boolean): void {
  if (holder?.identity.upn === number) no('upn-of-another-pupil');
  if (isOnItsWay) no('upn-being-entered');
}

/** A number, or the reason why there is none; never both, and never neither. */
const upnIsClear = ({ upn, upnUnknownBecause }: Identity): boolean =>
  (upn === undefined) !== (upnUnknownBecause === undefined);

/** Whether a pupil's number is a permanent one; one that can't be read any more is nobody's to defend. */
const isForGood = (known: Identity['upn']): boolean =>
  known !== undefined && known !== erased && !isTemporaryUpn(known);
