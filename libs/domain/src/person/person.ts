import { z } from 'zod';
import { day, id, messages, personal, type Day, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

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

const sealed = { subject: 'personId', kept: 'staff-file' } as const;

export const personEvents = messages(
  {
    PersonAdded: details.describe('Somebody joined the users of Waymark.'),
    PersonDetailsChanged: details.describe('Somebody’s name or address is another now.'),
    PersonAway: away.describe('Somebody is away from one day to another, both included: letters go to whoever covers.'),
    PersonLeft: left.describe('Somebody leaves; the day named is the last one.'),
  },
  sealed,
);
export type PersonEvent = MessageOf<typeof personEvents>;

export const personCommands = messages(
  { AddPerson: details, ChangePersonDetails: details, NoteAway: away, LeavePerson: left },
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
} | null;

export const person: Decider<PersonCommand, PersonEvent, Person> = {
  category: 'person',
  initial: null,

  evolve: (person, { type, data }) => {
    if (type === 'PersonAdded') return { added: data, details: data, away: {}, leftOn: null };
    if (!person) return person;
    switch (type) {
      case 'PersonDetailsChanged':
        return { ...person, details: data };
      case 'PersonAway':
        return { ...person, away: { ...person.away, [data.from]: data.to } };
      case 'PersonLeft':
        return { ...person, leftOn: data.on };
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
        return sameAsKnown(person.details, data) ? [] : [{ type: 'PersonDetailsChanged', data }];
      case 'NoteAway':
        if (data.to < data.from) return no('away-ends-before-it-begins');
        return person.away[data.from] === data.to ? [] : [{ type: 'PersonAway', data }];
      case 'LeavePerson':
        return person.leftOn === data.on ? [] : [{ type: 'PersonLeft', data }];
    }
  },
};
