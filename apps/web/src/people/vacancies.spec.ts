import type { Id } from '#event-sourcing';
import type { EvaluationActionRow, NamedStaffRow, SessionRow } from '#read-models';
import { ids } from '#testing';
import { followersFor, ifLastDay, staffVacancies, type VacancyFacts } from './vacancies.js';

const { schoolId, placementId, subjectId, dawn, helen, sam, actionId } = ids(
  'schoolId',
  'placementId',
  'subjectId',
  'dawn',
  'helen',
  'sam',
  'actionId',
);
const { evaluationId, providerId, siteId, dutyId } = ids('evaluationId', 'providerId', 'siteId', 'dutyId');
const keyRoles = [
  'headteacher',
  'alternative-provision-lead',
  'designated-safeguarding-lead',
  'quality-of-education-lead',
  'special-needs-coordinator',
  'designated-teacher',
] as const;
const given = (personId: Id, role: VacancyFacts['school']['roles'][number]['role']) =>
  ({ role, personId, standing: 'holder', from: '2026-09-01' }) as const;
const named: NamedStaffRow = {
  placementId,
  subjectId,
  schoolId,
  welfareChecks: { personId: dawn, standInId: helen },
  monitoringVisits: { personId: helen, standInId: dawn },
  passedOn: [],
};
const action: EvaluationActionRow = {
  evaluationId,
  schoolId,
  providerId,
  siteId,
  actionId,
  owner: { kind: 'person', id: dawn },
  handovers: [],
  dueOn: '2027-01-15',
  personId: sam,
  on: '2026-11-13',
  moves: [],
  state: 'open',
  what: 'A report with marks is sent.',
  reasons: [],
};
const facts: VacancyFacts = {
  school: {
    schoolId,
    roles: [given(dawn, 'attendance-lead'), given(helen, 'senior-leader'), ...keyRoles.map((role) => given(sam, role))],
  },
  people: [dawn, helen, sam].map((personId) => ({ personId })),
  named: [named],
  actions: [action],
  searches: [],
  trust: { owners: [{ personId: dawn, from: '2026-09-01' }] },
  today: '2026-11-16',
};
const leaves = (on = '2026-12-18', more: Partial<VacancyFacts> = {}) =>
  staffVacancies(ifLastDay({ ...facts, ...more }, dawn, on));

// Procedure: S2.4, S13.13, S13.15
describe('what nobody follows somebody in', () => {
  it('is nothing as long as everybody stays', () => expect(staffVacancies(facts)).toEqual([]));

  it('is, from the day after the last one, each key role, part of a placement and action, and the procedure', () =>
    expect(leaves()).toMatchObject([
      { kind: 'role', role: 'attendance-lead', personId: dawn, from: '2026-12-19', standInIds: [] },
      { kind: 'placement', personId: dawn, from: '2026-12-19', parts: ['welfareChecks', 'visitsStandIn'] },
      { kind: 'action', personId: dawn, from: '2026-12-19' },
      { kind: 'procedure', personId: dawn, from: '2026-12-19' },
    ]));
  it('counts from today where they have left already', () =>
    expect(leaves('2026-11-06').map(({ from }) => from)).toEqual(Array(4).fill('2026-11-16')));

  it('is nothing any more once somebody follows, each from that day on', () => {
    const from = '2026-12-19';
    const roles = [...facts.school.roles, { ...given(helen, 'attendance-lead'), from }];
    const passedOn = [{ fromId: dawn, toId: sam, from }];
    const handovers = [{ from, owner: { kind: 'person' as const, id: sam }, personId: sam, on: '2026-11-16' }];
    const trust = { owners: [...(facts.trust?.owners ?? []), { personId: sam, from }] };
    const followed = {
      school: { schoolId, roles },
      named: [{ ...named, passedOn }],
      actions: [{ ...action, handovers }],
      trust,
    };
    expect(leaves('2026-12-18', followed)).toEqual([]);
    // A day before the successor begins, there is one day on which it is nobody's.
    expect(leaves('2026-12-17', followed).map(({ kind }) => kind)).toEqual([
      'role',
      'placement',
      'action',
      'procedure',
    ]);
  });
  it('is, where whoever follows leaves as well, theirs', () => {
    const passedOn = [{ fromId: dawn, toId: sam, from: '2026-12-19' }];
    const people = [...facts.people.slice(0, 2), { personId: sam, leftOn: '2027-03-31' }];
    const found = leaves('2026-12-18', { named: [{ ...named, passedOn }], people });
    expect(found.filter(({ kind }) => kind === 'placement')).toMatchObject([{ personId: sam, from: '2027-04-01' }]);
  });
  it('is no placement that is over by then', () => {
    const over = leaves('2026-12-18', { named: [{ ...named, endedOn: '2026-12-18' }] });
    expect(over.map(({ kind }) => kind)).not.toContain('placement');
  });
  it('is a search that they have taken, on their last day and not before', () => {
    const search = {
      rowId: 'one',
      placementId,
      subjectId,
      schoolId,
      siteId,
      on: '2026-12-17',
      session: 'am',
      notAccountedFor: true,
      duties: [
        {
          dutyId,
          kind: 'find-the-pupil',
          status: 'open',
          dueAt: '2026-12-17T10:00:00.000Z',
          steps: [],
          takenBy: dawn,
          takenAt: '2026-12-17T09:40:00.000Z',
        },
      ],
    } as unknown as SessionRow; // Of the row only what is read here.
    const on = (today: string) => leaves('2026-12-18', { searches: [search], today }).map(({ kind }) => kind);
    expect(on('2026-12-17')).not.toContain('search');
    expect(on('2026-12-18')).toContain('search');
    expect(on('2027-01-05')).toContain('search');
  });

  it('is passed on to those who stay', () =>
    expect(
      followersFor({ ...facts, people: [...facts.people.slice(0, 2), { personId: sam, leftOn: '2027-03-31' }] }, dawn),
    ).toEqual([helen]));
});
