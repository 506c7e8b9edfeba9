import type { PersonEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import {
  AllPeople,
  AllPeopleAnswers,
  operatorsOn,
  people,
  PeopleById,
  PeopleByIdAnswers,
  PersonByEmail,
  PersonByEmailAnswers,
  type PersonRow,
} from './people.js';

const { personId, otherPersonId } = ids('personId', 'otherPersonId');
const details = { personId, name: 'Sam Okafor', email: 'sam.okafor@elmpark.example' };
const added: PersonEvent = { type: 'PersonAdded', data: details };
const row: PersonRow = { ...details, away: [], operator: false };
const away = (from: string, to: string): PersonEvent => ({ type: 'PersonAway', data: { personId, from, to } });

describe('the row of a person', () => {
  const after = given(people);

  it('begins with name and address', () => after(added).then(row));
  it('needs a person', () => after(away('2026-11-23', '2026-11-24')).then(null));
  it('takes new details', () =>
    after(added, { type: 'PersonDetailsChanged', data: { ...details, name: 'Sam Reed' } }).then({
      ...row,
      name: 'Sam Reed',
    }));
  it('holds when they are away, in order', () =>
    after(added, away('2026-12-07', '2026-12-08'), away('2026-11-23', '2026-11-24')).then({
      ...row,
      away: [
        { from: '2026-11-23', to: '2026-11-24' },
        { from: '2026-12-07', to: '2026-12-08' },
      ],
    }));
  it('holds an absence as it was noted last', () =>
    after(added, away('2026-11-23', '2026-11-24'), away('2026-11-23', '2026-11-27')).then({
      ...row,
      away: [{ from: '2026-11-23', to: '2026-11-27' }],
    }));
  it('says when they left', () =>
    after(added, { type: 'PersonLeft', data: { personId, on: '2026-12-18' } }).then({ ...row, leftOn: '2026-12-18' }));
  it('goes on when the name is erased', () =>
    after(
      { type: 'PersonAdded', data: { personId, name: erased, email: erased } },
      away('2026-11-23', '2026-11-24'),
    ).then({
      personId,
      name: erased,
      email: erased,
      away: [{ from: '2026-11-23', to: '2026-11-24' }],
      operator: false,
    }));
  it('says whether they look after the installation', () => {
    after(added, { type: 'PersonMadeOperator', data: { personId } }).then({ ...row, operator: true });
    after(
      added,
      { type: 'PersonMadeOperator', data: { personId } },
      { type: 'PersonNoLongerOperator', data: { personId } },
    ).then(row);
  });
});

describe('asking for people', () => {
  const rows = rowsOf(added, { type: 'PersonAdded', data: { ...details, personId: otherPersonId } });

  it('finds those of the ids', async () => {
    const found = await new PeopleByIdAnswers(rows).execute(new PeopleById({ personIds: [personId] }));
    expect(found.map((person) => person.personId)).toEqual([personId]);
  });
  it('finds the one of an address, however it is typed', async () => {
    const ask = (email: string) => new PersonByEmailAnswers(rows).execute(new PersonByEmail({ email }));
    expect((await ask(` ${details.email.toUpperCase()} `))?.email).toBe(details.email);
    expect(await ask('nobody@school.example')).toBeNull();
  });
  it('finds one who has not left before one who has', async () => {
    const left = rowsOf(
      added,
      { type: 'PersonLeft', data: { personId, on: '2026-11-20' } },
      { type: 'PersonAdded', data: { ...details, personId: otherPersonId } },
    );
    const found = await new PersonByEmailAnswers(left).execute(new PersonByEmail({ email: details.email }));
    expect(found?.personId).toBe(otherPersonId);
  });
  it('tells who looks after the installation, up to their last day', () => {
    const [stays, leaves] = [{ operator: true }, { operator: true, leftOn: '2026-11-20' }];
    expect(operatorsOn([stays, leaves, { operator: false }], '2026-11-20')).toEqual([stays, leaves]);
    expect(operatorsOn([stays, leaves], '2026-11-21')).toEqual([stays]);
  });
  it('finds all', async () => {
    const found = await new AllPeopleAnswers(rows).execute(new AllPeople({}));
    expect(found.map((person) => person.personId).sort()).toEqual([personId, otherPersonId].sort());
  });
});
