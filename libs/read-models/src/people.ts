import { z } from 'zod';
import { personEvents, type PersonEvent } from '#domain';
import { day, id, personal, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask, type Anywhere } from './ask.js';
import { inOrder, replaced } from './order.js';

const personRow = z.object({
  personId: id,
  name: personal(z.string()),
  email: personal(z.string()),
  /** Stretches of days, both ends included. */
  away: z.array(z.strictObject({ from: day, to: day })),
  leftOn: day.optional(),
});
export type PersonRow = z.output<typeof personRow>;

/** The staff: their names, where letters reach them, and when they are away. */
export const people: Projection<PersonEvent, PersonRow> = {
  name: 'people',
  version: 1,
  hears: [personEvents],
  row: personRow,
  sealed: { subject: 'personId', kept: 'staff-file' },
  by: ['personId'],
  rowId: ({ data }) => data.personId,

  evolve: (row, { type, data }) => {
    if (type === 'PersonAdded') return { personId: data.personId, name: data.name, email: data.email, away: [] };
    if (!row) return null;
    switch (type) {
      case 'PersonDetailsChanged':
        return { ...row, name: data.name, email: data.email };
      case 'PersonAway':
        return { ...row, away: replaced(row.away, { from: data.from, to: data.to }, ({ from }) => from) };
      case 'PersonLeft':
        return { ...row, leftOn: data.on };
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

/** Everybody who has been a user, leavers too. */
export class AllPeople extends Ask<Anywhere, Found<PersonRow>[]> {}
export const AllPeopleAnswers = answers(AllPeople, async (rows, _, asAt) =>
  inOrder(await rows.find(people, {}, asAt), ({ personId }) => personId),
);
