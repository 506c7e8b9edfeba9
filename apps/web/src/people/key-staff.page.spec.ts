import { erased, type Id } from '#event-sourcing';
import type { PersonRow, SchoolRow, TrustRow } from '#read-models';
import { ids } from '#testing';
import { keyStaffPage } from './key-staff.page.js';

const { schoolId, ada, ben, cy } = ids('schoolId', 'ada', 'ben', 'cy');
const person = (personId: Id, name: string, more: Partial<PersonRow> = {}): PersonRow => ({
  personId,
  name,
  email: `${name.toLowerCase()}@school.example`,
  away: [],
  operator: false,
  ...more,
});
const school: SchoolRow = {
  schoolId,
  name: 'Hollin Bank School',
  telephone: '01632 960101',
  attendanceMailbox: 'attendance@hollinbank.example',
  sessionTimes: [],
  terms: [],
  daysOff: [],
  roles: [
    { role: 'headteacher', standing: 'holder', personId: ada, from: '2026-09-01' },
    { role: 'attendance-lead', standing: 'holder', personId: ada, from: '2026-09-01', until: '2026-11-20' },
    { role: 'designated-teacher', standing: 'holder', personId: ben, from: '2026-09-01' },
    { role: 'designated-teacher', standing: 'holder', personId: cy, from: '2026-09-01' },
    { role: 'attendance-lead', standing: 'deputy', personId: cy, from: '2026-09-01' },
    { role: 'attendance-lead', standing: 'cover', personId: ben, from: '2026-11-16', until: '2026-11-18' },
  ],
};
const people = [
  person(ada, 'Ada'),
  person(ben, 'Ben', { leftOn: '2026-11-30' }),
  person(cy, 'Cy', { away: [{ from: '2026-11-16', to: '2026-11-17' }] }),
];
const pageOn = (on: string, mayFill = true, who = people, trust: TrustRow | null = null) => {
  const known = new Map(who.map((each) => [each.personId, each]));
  return keyStaffPage({ school, people: known, on, today: '2026-11-16', mayFill, trust, vacancies: null });
};
const role = (name: string, page = pageOn('2026-11-16')) => page.roles.find((each) => each.role === name);

// Procedure: S2.1, S2.2, S2.3, S2.4, S2.5, S2.6, S2.7, S2.8
describe('the key staff of a school', () => {
  it('are named role by role, with deputies and cover, under the school’s name', () => {
    expect(pageOn('2026-11-16').caption).toBe('Hollin Bank School');
    expect(role('Attendance lead')).toMatchObject({
      holders: [{ name: 'Ada', note: 'since 1 Sept 2026, until 20 Nov 2026' }],
      others: [
        { name: 'Cy', standing: 'Deputy', note: 'since 1 Sept 2026; away until 17 Nov 2026' },
        { name: 'Ben', standing: 'Cover' },
      ],
    });
  });
  // Procedure: S1.1, S1.4
  it('stand under the name of the trust, where it has one, with who owns the procedure on the day', () => {
    const trust = { name: 'Vale Trust', owners: [{ personId: ada, from: '2026-09-01' }] };
    const page = pageOn('2026-11-16', true, people, trust);
    expect(page.caption).toBe('Vale Trust: Hollin Bank School');
    expect(page.owner).toBe('The procedure is owned by Ada, since 1 Sept 2026.');
    expect(pageOn('2026-08-31', true, people, trust).owner).toBe('');
  });
  it('may be several in one role', () =>
    expect(role('Designated teacher')?.holders.map(({ name }) => name)).toEqual(['Ben', 'Cy']));
  it('leave a role that nobody holds plain to see, with the way to fill it', () => {
    const empty = { holders: [], others: [], fill: `/schools/${schoolId}/people/fill/special-needs-coordinator` };
    expect(role('Special needs coordinator')).toMatchObject(empty);
    expect(role('Special needs coordinator', pageOn('2026-11-16', false))?.fill).toBeNull();
  });
  it('are those of the day that is asked about', () => {
    expect(role('Attendance lead', pageOn('2026-11-23'))).toMatchObject({ holders: [], others: [{ name: 'Cy' }] });
    expect(role('Designated teacher', pageOn('2026-12-01'))?.holders.map(({ name }) => name)).toEqual(['Cy']);
    expect(role('Headteacher', pageOn('2026-08-31'))?.holders).toEqual([]);
  });
  it('who hold several roles are named, as there are fewer people than roles', () => {
    expect(pageOn('2026-11-16').several).toEqual([{ name: 'Ada', roles: 'headteacher, attendance lead' }]);
    expect(pageOn('2026-11-23').several).toEqual([]);
  });
  it('goes on when a name is erased', () => {
    const nameless = [person(ada, 'Ada', { name: erased })];
    expect(role('Headteacher', pageOn('2026-11-16', true, nameless))?.holders).toMatchObject([{ name: 'Name erased' }]);
  });
});
