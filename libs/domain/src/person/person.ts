import { z } from 'zod';
import {
  day,
  erased,
  id,
  messages,
  personal,
  type Day,
  type Decider,
  type Erased,
  type Id,
  type MessageOf,
} from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { role } from '../vocabulary.js';

/** A person is a user of Waymark: a member of a school's or the trust's staff. What they may do follows from their roles. */
const details = z.object({
  personId: id,
  name: personal(z.string().trim().min(1).max(120)),
  email: personal(z.email()),
});
/** Both days are days away. */
const away = z.object({ personId: id, from: day, to: day });
/** `on` is the last day. */
const left = z.object({ personId: id, on: day });
/** `on` is the first day back. */
const rejoined = z.object({ personId: id, on: day });
const oneself = z.object({ personId: id });
/**
 * What somebody held at a school and nobody follows them in, and why that is left so for now: whoever goes can’t be kept,
 * so it is said instead. `on` is their last day there.
 */
const leftOpen = z.object({
  personId: id,
  schoolId: id,
  on: day,
  roles: z.array(role),
  placements: z.array(id),
  actions: z.array(id),
  because: personal(z.string().trim().min(1).max(500)),
});
/** Operators look after the installation; what they may do at a school follows from their roles, as anybody's. */
const operator = z.object({ personId: id });

const sealed = { subject: 'personId', kept: 'staff-file' } as const;

export const personEvents = messages(
  {
    PersonAdded: details.describe('Somebody joined the users of Waymark.'),
    PersonDetailsChanged: details.describe('Somebody’s name or address is another now.'),
    PersonAddressChanged: oneself.describe('Somebody’s address is about to be another, with which they sign in.'),
    PersonAway: away.describe('Somebody is away from one day to another, both included: letters go to whoever covers.'),
    PersonLeft: left.describe('Somebody leaves; the day named is the last one.'),
    LeavingLeftOpen: leftOpen.describe(
      'Somebody leaves a school, nobody follows them yet in what is listed, and this is why.',
    ),
    PersonStays: oneself.describe('Somebody who was to leave stays.'),
    PersonRejoined: rejoined.describe('Somebody who had left comes back; nothing by which they came in before counts.'),
    PersonMadeOperator: operator.describe('Somebody looks after this installation of Waymark from now on.'),
    PersonNoLongerOperator: operator.describe('Somebody does not look after this installation any more.'),
  },
  sealed,
);
export type PersonEvent = MessageOf<typeof personEvents>;

export const personCommands = messages(
  {
    AddPerson: details,
    ChangePersonDetails: details,
    NoteAway: away,
    LeavePerson: left,
    LeaveOpen: leftOpen,
    KeepPerson: oneself,
    RejoinPerson: rejoined,
    MakeOperator: operator,
    UnmakeOperator: operator,
  },
  sealed,
);
export type PersonCommand = MessageOf<typeof personCommands>;

/** What is known of a user of Waymark; null before they are added. */
export type Person = {
  readonly added: z.output<typeof details>;
  /** As they are now. */
  readonly details: z.output<typeof details>;
  /** The last day of each absence, by its first. */
  readonly away: Readonly<Record<Day, Day>>;
  readonly leftOn: Day | null;
  readonly operator: boolean;
  /** What was left open when they left a school, as it was last said, by the school. */
  readonly leftOpen: Readonly<Record<Id, z.output<typeof leftOpen>>>;
} | null;

export const person: Decider<PersonCommand, PersonEvent, Person> = {
  category: 'person',
  initial: null,

  evolve: (person, { type, data }) => {
    if (type === 'PersonAdded') {
      return { added: data, details: data, away: {}, leftOn: null, operator: false, leftOpen: {} };
    }
    if (!person) return person;
    switch (type) {
      case 'PersonDetailsChanged':
        return { ...person, details: data };
      case 'PersonAddressChanged':
        return person;
      case 'PersonAway':
        return { ...person, away: { ...person.away, [data.from]: data.to } };
      case 'PersonLeft':
        return { ...person, leftOn: data.on };
      case 'LeavingLeftOpen':
        return { ...person, leftOpen: { ...person.leftOpen, [data.schoolId]: data } };
      case 'PersonStays':
      case 'PersonRejoined':
        return { ...person, leftOn: null };
      case 'PersonMadeOperator':
        return { ...person, operator: true };
      case 'PersonNoLongerOperator':
        return { ...person, operator: false };
    }
  },

  decide: ({ type, data }, person) => {
    if (type === 'AddPerson') {
      if (!person) return [{ type: 'PersonAdded', data }];
      // The first entry said again is an old form sent twice, even when the details have changed since.
      return sameAsKnown(person.added, data) || sameAsKnown(person.details, data) ? [] : no('person-already-added');
    }
    if (!person) return no('person-not-added');
    switch (type) {
      case 'ChangePersonDetails':
        if (sameAsKnown(person.details, data)) return [];
        // Said first: as at this event, the address is still the one of before.
        return [
          ...(sameAddress(person.details.email, data.email) ? [] : [addressChanged(data.personId)]),
          { type: 'PersonDetailsChanged', data },
        ];
      case 'NoteAway':
        if (data.to < data.from) return no('away-ends-before-it-begins');
        return person.away[data.from] === data.to ? [] : [{ type: 'PersonAway', data }];
      case 'LeavePerson':
        return person.leftOn === data.on ? [] : [{ type: 'PersonLeft', data }];
      case 'LeaveOpen': {
        const before = person.leftOpen[data.schoolId];
        return before && sameAsKnown(before, data) ? [] : [{ type: 'LeavingLeftOpen', data }];
      }
      case 'KeepPerson':
        return person.leftOn === null ? [] : [{ type: 'PersonStays', data }];
      case 'RejoinPerson':
        if (person.leftOn === null) return [];
        if (data.on <= person.leftOn) return no('rejoins-before-leaving');
        // Whoever comes back comes to a school; looking after the installation is given anew, or not.
        return [{ type: 'PersonRejoined', data }, ...(person.operator ? [noOperator(data.personId)] : [])];
      case 'MakeOperator':
        return person.operator ? [] : [{ type: 'PersonMadeOperator', data }];
      case 'UnmakeOperator':
        return person.operator ? [{ type: 'PersonNoLongerOperator', data }] : [];
    }
  },
};

const addressChanged = (personId: Id): PersonEvent => ({ type: 'PersonAddressChanged', data: { personId } });
const noOperator = (personId: Id): PersonEvent => ({ type: 'PersonNoLongerOperator', data: { personId } });

/** As mailboxes are told apart: nobody has one that differs in capitals alone. */
const sameAddress = (known: string | Erased, now: string | Erased): boolean =>
  known !== erased && now !== erased && known.toLowerCase() === now.toLowerCase();
