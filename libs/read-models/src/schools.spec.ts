import type { SchoolEvent } from '#domain';
import { given, ids, rowsOf } from '#testing';
import {
  AllSchools,
  AllSchoolsAnswers,
  rolesOf,
  schools,
  SchoolsOf,
  SchoolsOfAnswers,
  type SchoolRow,
} from './schools.js';

const { schoolId, otherSchoolId, personId, otherPersonId } = ids(
  'schoolId',
  'otherSchoolId',
  'personId',
  'otherPersonId',
);
const front = { schoolId, name: 'Elm Park', telephone: '020 7946 0001', attendanceMailbox: 'absence@elmpark.example' };
const opened: SchoolEvent = { type: 'SchoolOpened', data: front };
const times = { am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:10' } };
const timesFrom = (from: string): SchoolEvent => ({ type: 'SessionTimesSet', data: { schoolId, from, ...times } });
const term = { schoolId, name: 'Autumn', from: '2026-09-02', to: '2026-12-18' };
const autumn: SchoolEvent = {
  type: 'TermSet',
  data: term,
};
const inset: SchoolEvent = { type: 'DayOffSet', data: { schoolId, on: '2026-11-23', kind: 'inset' } };
const lead = { role: 'attendance-lead', personId, standing: 'holder', from: '2026-09-01' } as const;
const leads: SchoolEvent = { type: 'RoleGiven', data: { schoolId, ...lead } };
const leadsNoMore = {
  type: 'RoleEnded' as const,
  data: { schoolId, role: lead.role, personId, standing: lead.standing, on: '2026-11-20' },
};
const row: SchoolRow = { ...front, sessionTimes: [], terms: [], daysOff: [], roles: [] };

describe('the row of a school', () => {
  const after = given(schools);

  it('begins with how to reach it', () => after(opened).then(row));
  it('takes new details and numbers, and keeps all else', () =>
    after(opened, autumn, {
      type: 'SchoolDetailsChanged',
      data: { ...front, name: 'Elm Park Academy', urn: '100001', localAuthority: '860', address: '1 Elm Row' },
    }).then({
      ...row,
      name: 'Elm Park Academy',
      urn: '100001',
      localAuthority: '860',
      address: '1 Elm Row',
      terms: [{ name: 'Autumn', from: '2026-09-02', to: '2026-12-18' }],
    }));
  it('says whether it keeps the words of concerns, also after its details have changed', () => {
    const kept = { type: 'ConcernWordsSet', data: { schoolId, kept: true } } as const;
    after(opened, kept, { type: 'SchoolDetailsChanged', data: front }).then({ ...row, keepsWords: true });
  });
  it('forgets a term that was dropped', () =>
    after(opened, autumn, { type: 'TermDropped', data: { schoolId, name: 'Autumn' } }).then(row));
  it('needs a school', () => after(inset).then(null));
  it('holds session times in the order of their days', () =>
    after(opened, timesFrom('2027-01-04'), timesFrom('2026-09-02')).then({
      ...row,
      sessionTimes: [
        { from: '2026-09-02', ...times },
        { from: '2027-01-04', ...times },
      ],
    }));
  it('holds the times that were set last for a day', () =>
    after(opened, timesFrom('2026-09-02'), {
      type: 'SessionTimesSet',
      data: { schoolId, from: '2026-09-02', ...times, am: { start: '09:00', end: '12:00' } },
    }).then({ ...row, sessionTimes: [{ from: '2026-09-02', ...times, am: { start: '09:00', end: '12:00' } }] }));
  it('holds a term as it was set last', () =>
    after(opened, autumn, { type: 'TermSet', data: { ...term, to: '2026-12-17' } }).then({
      ...row,
      terms: [{ name: 'Autumn', from: '2026-09-02', to: '2026-12-17' }],
    }));
  it('holds the days off', () => after(opened, inset).then({ ...row, daysOff: [{ on: '2026-11-23', kind: 'inset' }] }));
  it('forgets a day off that was lifted', () =>
    after(opened, inset, { type: 'DayOffLifted', data: { schoolId, on: '2026-11-23' } }).then(row));
  it('holds who has which role', () => after(opened, leads).then({ ...row, roles: [lead] }));
  it('keeps the last day of a role that ended', () =>
    after(opened, leads, leadsNoMore).then({ ...row, roles: [{ ...lead, until: '2026-11-20' }] }));
  it('gives a role again beside the time before', () =>
    after(opened, leads, leadsNoMore, {
      type: 'RoleGiven',
      data: { schoolId, ...lead, from: '2027-01-04' },
    }).then({
      ...row,
      roles: [
        { ...lead, until: '2026-11-20' },
        { ...lead, from: '2027-01-04' },
      ],
    }));
});

describe('a role given again', () => {
  const after = given(schools);
  const leadsFrom = (from: string, until?: string): SchoolEvent => ({
    type: 'RoleGiven',
    data: { schoolId, ...lead, from, until },
  });
  const holding = (...roles: SchoolRow['roles']): SchoolRow => ({ ...row, roles });

  it('from the same day takes the place of what was said', () =>
    after(opened, leads, leadsFrom('2026-09-01', '2026-12-18')).then(holding({ ...lead, until: '2026-12-18' })));
  it('from a later day ends the time before', () =>
    after(opened, leads, leadsFrom('2026-11-23', '2026-12-18')).then(
      holding({ ...lead, until: '2026-11-22' }, { ...lead, from: '2026-11-23', until: '2026-12-18' }),
    ));
  it('from an earlier day begins earlier', () =>
    after(opened, leads, leadsFrom('2026-08-24')).then(holding({ ...lead, from: '2026-08-24' })));
  it('leaves other people and other standings as they are', () => {
    const others = [
      { ...lead, personId: otherPersonId },
      { ...lead, standing: 'deputy' },
      { ...lead, role: 'headteacher' },
    ] as const;
    const gifts = others.map((data): SchoolEvent => ({ type: 'RoleGiven', data: { schoolId, ...data } }));
    after(opened, ...gifts, leadsFrom('2026-11-23')).then(holding(...others, { ...lead, from: '2026-11-23' }));
  });
  it('ends where it was given last', () =>
    after(opened, leads, leadsFrom('2026-11-16'), leadsNoMore).then(
      holding({ ...lead, until: '2026-11-15' }, { ...lead, from: '2026-11-16', until: '2026-11-20' }),
    ));
  it('ends on the day that was said last', () =>
    after(opened, leads, leadsNoMore, { ...leadsNoMore, data: { ...leadsNoMore.data, on: '2026-11-27' } }).then(
      holding({ ...lead, until: '2026-11-27' }),
    ));
});

describe('roles on a day', () => {
  const school = { roles: [{ ...lead, until: '2026-11-20' }] };

  it('are held from the first day', () => expect(rolesOf(school, personId, '2026-09-01')).toEqual(['attendance-lead']));
  it('are not held before', () => expect(rolesOf(school, personId, '2026-08-31')).toEqual([]));
  it('are held to the last day', () => expect(rolesOf(school, personId, '2026-11-20')).toEqual(['attendance-lead']));
  it('are not held after', () => expect(rolesOf(school, personId, '2026-11-21')).toEqual([]));
  it('are the holder’s alone', () => expect(rolesOf(school, otherPersonId, '2026-09-01')).toEqual([]));
});

describe('asking for schools', () => {
  const ash = { type: 'SchoolOpened', data: { ...front, schoolId: otherSchoolId, name: 'Ash Lane' } };
  const rows = rowsOf(opened, ash, leads);

  it('finds all, by name', async () => {
    const found = await new AllSchoolsAnswers(rows).execute(new AllSchools({}));
    expect(found.map(({ name }) => name)).toEqual(['Ash Lane', 'Elm Park']);
  });
  it('finds those at which a person has a role', async () => {
    const found = await new SchoolsOfAnswers(rows).execute(new SchoolsOf({ personId, on: '2026-11-23' }));
    expect(found.map(({ name }) => name)).toEqual(['Elm Park']);
  });
  it('finds none as at a position before the role was given', async () => {
    expect(await new SchoolsOfAnswers(rows).execute(new SchoolsOf({ personId, on: '2026-11-23' }, 2n))).toEqual([]);
  });
});
