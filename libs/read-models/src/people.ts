import { z } from 'zod';
import { personEvents, type PersonEvent } from '#domain';
import { day, erased, id, personal, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask, type Anywhere } from './ask.js';
import { inOrder, replaced } from './order.js';

const personRow = z.object({
  personId: id,
  name: personal(z.string()),
  email: personal(z.string()),
  /** Stretches of days, both ends included. */
  away: z.array(z.strictObject({ from: day, to: day })),
  leftOn: day.optional(),
  /** Why nobody follows them yet in what they held at a school, as it was last said of each, and their last day there. */
  leftOpen: personal(z.array(z.strictObject({ schoolId: id, on: day, because: z.string() }))).optional(),
  /** They look after the installation. */
  operator: z.boolean(),
});
export type PersonRow = z.output<typeof personRow>;

/** The staff: their names, where letters reach them, and when they are away. */
export const people: Projection<PersonEvent, PersonRow> = {
  name: 'people',
  version: 4, // 4: why nobody follows somebody who leaves.
  hears: [personEvents],
  row: personRow,
  sealed: { subject: 'personId', kept: 'staff-file' },
  by: ['personId'],
  rowId: ({ data }) => data.personId,

  evolve: (row, { type, data }) => {
    if (type === 'PersonAdded') {
      return { personId: data.personId, name: data.name, email: data.email, away: [], operator: false };
    }
    if (!row) return null;
    switch (type) {
      case 'PersonDetailsChanged':
        return { ...row, name: data.name, email: data.email };
      case 'PersonAway':
        return { ...row, away: replaced(row.away, { from: data.from, to: data.to }, ({ from }) => from) };
      case 'PersonAddressChanged':
        return row;
      case 'PersonLeft':
        return { ...row, leftOn: data.on };
      case 'LeavingLeftOpen': {
        const { schoolId, on, because } = data;
        const { leftOpen = [] } = row;
        if (leftOpen === erased || because === erased) return { ...row, leftOpen: erased };
        return { ...row, leftOpen: replaced(leftOpen, { schoolId, on, because }, (each) => each.schoolId) };
      }
      case 'PersonStays':
      case 'PersonRejoined': {
        const { leftOn: _, ...there } = row;
        return there;
      }
      case 'PersonMadeOperator':
        return { ...row, operator: true };
      case 'PersonNoLongerOperator':
        return { ...row, operator: false };
    }
  },
};

/** A person by their id. */
export class PersonById extends Ask<{ personId: Id }, Found<PersonRow> | null> {}
export const PersonByIdAnswers = answers(PersonById, (rows, { personId }, asAt) => rows.get(people, personId, asAt));

/** Several people by their ids. */
export class PeopleById extends Ask<{ personIds: readonly Id[] }, Found<PersonRow>[]> {}
export const PeopleByIdAnswers = answers(PeopleById, async (rows, { personIds }, asAt) =>
  inOrder(await rows.getMany(people, personIds, asAt), ({ personId }) => personId),
);

/** The person of an email address, however it is typed; of several, one who stays, else who left last. */
export class PersonByEmail extends Ask<{ email: string }, Found<PersonRow> | null> {}
export const PersonByEmailAnswers = answers(PersonByEmail, async (rows, { email }, asAt) => {
  // Addresses are sealed, so nothing can look for one: the staff of a trust are few enough to be read.
  const all = await rows.find(people, {}, asAt);
  const found = all.filter((each) => each.email !== erased && sameAddress(each.email) === sameAddress(email));
  const byLastDay = inOrder(found, ({ leftOn = '' }) => leftOn);
  return found.find(({ leftOn }) => leftOn === undefined) ?? byLastDay.at(-1) ?? null;
});

/** Those who look after the installation on a day: whoever has left does not. There is never none once there is one. */
export const operatorsOn = <P extends Pick<PersonRow, 'operator' | 'leftOn'>>(all: readonly P[], on: string): P[] =>
  all.filter(({ operator, leftOn }) => operator && (leftOn === undefined || leftOn >= on));

const sameAddress = (email: string): string => email.trim().normalize('NFC').toLowerCase();

/** Everybody who has been a user, leavers too. */
export class AllPeople extends Ask<Anywhere, Found<PersonRow>[]> {}
export const AllPeopleAnswers = answers(AllPeople, async (rows, _, asAt) =>
  inOrder(await rows.find(people, {}, asAt), ({ personId }) => personId),
);
