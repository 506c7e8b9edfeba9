import type { z } from 'zod';
import { about, erased, messages, type Decider, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import {
  changed,
  checkedUpn,
  contact,
  contactRemoved,
  described,
  earlier,
  earlierRemoved,
  identity,
  keyAdult,
  keyAdultRemoved,
  noted,
  type Status,
} from './file.js';
import { decideMerging, isMerging, merged, mergingCommands, unmerged, withoutNumber, type Records } from './merging.js';
import {
  changesAfter,
  decideMoving,
  hasMoved,
  isMoving,
  movingCommands,
  movingEvents,
  schoolsAfter,
  type Schools,
} from './moving.js';
import { isTemporaryUpn } from './upn.js';

/** A pupil is on the roll of one school, which stays responsible wherever the pupil is taught. */
const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const pupilEvents = messages(
  {
    PupilEntered: identity.describe('A pupil of this school came into Waymark.'),
    PupilDetailsChanged: changed.describe('A pupil’s name, number, birth date or year group is another now.'),
    StatusNoted: noted.describe('Whether a status applies to the pupil, or that nobody knows, from this day on.'),
    CharacteristicsNoted: described.describe(
      'The pupil’s ethnicity, by the main groups of the school census, and gender; or that nobody knows, or was told.',
    ),
    EarlierProvisionEntered: earlier.describe(
      'Alternative provision that the pupil had before: where, and on which days or in which school year.',
    ),
    EarlierProvisionRemoved: earlierRemoved.describe('What was entered of earlier provision is taken out again.'),
    // A key adult's own key seals what is said of them, like a contact's.
    KeyAdultNamed: about(
      'keyAdultId',
      keyAdult.describe('Somebody who plays a part for the pupil: in the school, a local authority or another agency.'),
    ),
    KeyAdultRemoved: keyAdultRemoved.describe('Somebody does not play a part for the pupil any more.'),
    // The contact's own key seals a contact: it is described first, because a description makes a copy.
    ContactNamed: about(
      'contactId',
      contact.describe('Somebody to ring about the pupil, in which order, and what they may be asked and told.'),
    ),
    ContactRemoved: contactRemoved.describe('Somebody is no longer to be rung about the pupil, nor told anything.'),
    PupilMerged: merged,
    PupilUnmerged: unmerged,
    ...movingEvents,
  },
  sealed,
);
export type PupilEvent = MessageOf<typeof pupilEvents>;

export const pupilCommands = messages(
  {
    EnterPupil: identity.extend(checkedUpn),
    ChangePupilDetails: changed.extend(checkedUpn),
    NoteStatus: noted,
    NoteCharacteristics: described,
    EnterEarlierProvision: earlier,
    RemoveEarlierProvision: earlierRemoved,
    NameKeyAdult: about('keyAdultId', keyAdult),
    RemoveKeyAdult: keyAdultRemoved,
    NameContact: about('contactId', contact),
    RemoveContact: contactRemoved,
    ...mergingCommands.shapes,
    ...movingCommands.shapes,
  },
  sealed,
);
export type PupilCommand = MessageOf<typeof pupilCommands>;

type Identity = z.output<typeof identity>;
type Noted = z.output<typeof noted>;
type Contact = z.output<typeof contact>;
type Described = z.output<typeof described>;
type KeyAdult = z.output<typeof keyAdult>;
type Earlier = z.output<typeof earlier>;

/** What is known of a pupil; null before they are entered. */
export type Pupil =
  | ({
      readonly entered: Identity;
      /** As it is now. */
      readonly identity: Identity;
      /** The last that was said of each status; what has been erased is in nobody's list. */
      readonly statuses: Readonly<Partial<Record<Status, Noted>>>;
      readonly contacts: Readonly<Record<Id, Contact>>;
      readonly described: Described | null;
      readonly keyAdults: Readonly<Record<Id, KeyAdult>>;
      readonly earlier: Readonly<Record<Id, Earlier>>;
      readonly schools: Schools;
    } & Records)
  | null;

export const pupil: Decider<PupilCommand, PupilEvent, Pupil> = {
  category: 'pupil',
  initial: null,

  evolve: (pupil, event) => {
    if (event.type === 'PupilEntered') {
      return {
        entered: event.data,
        identity: event.data,
        statuses: {},
        contacts: {},
        described: null,
        keyAdults: {},
        earlier: {},
        schools: { changes: [], ordered: {}, takenBack: [] },
        merged: null,
        unmerged: null,
      };
    }
    if (!pupil) return pupil;
    if (hasMoved(event)) {
      const { schoolId } = changesAfter(pupil.schools.changes, event);
      return { ...pupil, identity: { ...pupil.identity, schoolId }, schools: schoolsAfter(pupil.schools, event) };
    }
    const { type, data } = event;
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
      case 'CharacteristicsNoted':
        return { ...pupil, described: data };
      case 'KeyAdultNamed':
        return { ...pupil, keyAdults: { ...pupil.keyAdults, [data.keyAdultId]: data } };
      case 'KeyAdultRemoved': {
        const { [data.keyAdultId]: _removed, ...keyAdults } = pupil.keyAdults;
        return { ...pupil, keyAdults };
      }
      case 'EarlierProvisionEntered':
        return { ...pupil, earlier: { ...pupil.earlier, [data.entryId]: data } };
      case 'EarlierProvisionRemoved': {
        const { [data.entryId]: _removed, ...entries } = pupil.earlier;
        return { ...pupil, earlier: entries };
      }
      case 'PupilMerged': {
        const identity = data.numberGoesAlong ? withoutNumber(pupil.identity) : pupil.identity;
        return { ...pupil, identity, merged: data };
      }
      case 'PupilUnmerged':
        return { ...pupil, merged: null, unmerged: data };
    }
  },

  decide: (command, pupil) => {
    if (isMerging(command)) return decideMerging(command, pupil);
    if (isMoving(command)) return decideMoving(command, pupil);
    const { type, data } = command;
    if (type === 'EnterPupil') {
      if (!pupil) return upnIsClear(data) ? [{ type: 'PupilEntered', data }] : no('upn-or-reason');
      // The first entry said again is an old form sent twice, even when the details have changed since.
      return sameAsKnown(pupil.entered, data) || sameAsKnown(pupil.identity, data) ? [] : no('pupil-already-entered');
    }
    if (!pupil) return no('pupil-not-entered');
    if (data.schoolId !== pupil.identity.schoolId) return no('pupil-of-another-school');
    if (pupil.merged) return no('pupil-merged');
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
        if (data.caringAuthority !== undefined && !isLookedAfter(data)) return no('authority-without-care');
        return known && sameAsKnown(known, data) ? [] : [{ type: 'StatusNoted', data }];
      }
      case 'NameContact': {
        const known = pupil.contacts[data.contactId];
        if (known && sameAsKnown(known, data)) return [];
        if (data.whereaboutsWithheld === true && data.mayBeTold === true) return no('told-though-withheld');
        return [{ type: 'ContactNamed', data }];
      }
      case 'RemoveContact':
        return pupil.contacts[data.contactId] ? [{ type: 'ContactRemoved', data }] : [];
      case 'NoteCharacteristics':
        return pupil.described && sameAsKnown(pupil.described, data) ? [] : [{ type: 'CharacteristicsNoted', data }];
      case 'NameKeyAdult': {
        const known = pupil.keyAdults[data.keyAdultId];
        if (known && sameAsKnown(known, data)) return [];
        if (data.name === undefined && data.agency === undefined) return no('key-adult-without-name');
        if (data.part === 'other' && data.partInWords === undefined) return no('part-without-words');
        return [{ type: 'KeyAdultNamed', data }];
      }
      case 'RemoveKeyAdult':
        return pupil.keyAdults[data.keyAdultId] ? [{ type: 'KeyAdultRemoved', data }] : [];
      case 'EnterEarlierProvision': {
        const known = pupil.earlier[data.entryId];
        if (known && sameAsKnown(known, data)) return [];
        if ((data.from === undefined) === (data.schoolYear === undefined)) return no('earlier-provision-when');
        if (!isInOrder(data)) return no('earlier-provision-ends-before-it-begins');
        return [{ type: 'EarlierProvisionEntered', data }];
      }
      case 'RemoveEarlierProvision':
        return pupil.earlier[data.entryId] ? [{ type: 'EarlierProvisionRemoved', data }] : [];
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

/** What can't be read any more is in order. */
const isInOrder = ({ from, until }: Earlier): boolean =>
  until === undefined || from === erased || until === erased || (from !== undefined && from <= until);

const isLookedAfter = ({ status: each, value }: Noted): boolean =>
  (each === 'looked-after' && value === 'yes') || each === erased || value === erased;

/** A number, or the reason why there is none; never both, and never neither. */
const upnIsClear = ({ upn, upnUnknownBecause }: Identity): boolean =>
  (upn === undefined) !== (upnUnknownBecause === undefined);

/** Whether a pupil's number is a permanent one; one that can't be read any more is nobody's to defend. */
const isForGood = (known: Identity['upn']): boolean =>
  known !== undefined && known !== erased && !isTemporaryUpn(known);
