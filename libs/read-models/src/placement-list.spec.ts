import type { PlacementEvent } from '#domain';
import { given, ids, rowsOf } from '#testing';
import {
  ListPlacements,
  ListPlacementsAnswers,
  placementList,
  type PlacementListRow,
  type PlacementsAsked,
} from './placement-list.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const where = ids('providerId', 'siteId');
const { otherPlacementId, otherSubjectId, otherSiteId, otherSchoolId, thirdPlacementId } = ids(
  'otherPlacementId',
  'otherSubjectId',
  'otherSiteId',
  'otherSchoolId',
  'thirdPlacementId',
);
const slots = [{ weekday: 1, session: 'am', arriveAt: '09:15', leaveAt: '12:00' }] as const;
const procedure = { id: 'off-site-education', edition: '2025-01' };
const plan = { purpose: 'Boats.', startOn: '2026-11-23', plannedEndOn: '2027-02-12', slots: [...slots], procedure };
const proposed: PlacementEvent = { type: 'PlacementProposed', data: { ...about, ...where, ...plan } };
const agreed: PlacementEvent = {
  type: 'PlacementAgreed',
  data: { ...about, agreedOn: '2026-11-19', signedBy: 'Ify Nwosu' },
};
const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-24' } };
const found: PlacementEvent = {
  type: 'PlacementFoundStarted',
  data: { ...about, startedOn: '2026-11-16', missing: ['site-visited', 'agreement-signed'] },
};
const visited: PlacementEvent = {
  type: 'EvidenceGathered',
  data: { ...about, evidence: 'site-visited', on: '2026-11-20' },
};
const dated: PlacementEvent = {
  type: 'GapsDueSet',
  data: { ...about, dueOn: '2026-12-11', personId: about.subjectId },
};
const week: PlacementEvent = { type: 'WeekPlanned', data: { ...about, from: '2026-12-07', slots: [...slots] } };
const ended: PlacementEvent = {
  type: 'PlacementEnded',
  data: { ...about, endedOn: '2027-01-29', because: 'Back in school.' },
};
// What a test hears was recorded on 23 November.
const row: PlacementListRow = {
  ...about,
  ...where,
  stage: 'proposed',
  firstOn: '2026-11-23',
  lastOn: '2027-02-12',
  route: 'agreed',
  delivery: 'in-person',
  missing: [],
  takenOnOn: '2026-11-23',
  hasGaps: false,
};

describe('a placement in the list', () => {
  const after = given(placementList);

  it('begins with the proposal, and needs one', () => {
    after(proposed).then(row);
    after(started).then(null);
  });
  it('is agreed, starts and ends, with its real days', () => {
    after(proposed, agreed).then({ ...row, stage: 'agreed' });
    after(proposed, agreed, week, started).then({
      ...row,
      stage: 'started',
      firstOn: '2026-11-24',
      ranUntil: '9999-12-31',
    });
    after(proposed, started, ended).then({
      ...row,
      stage: 'ended',
      firstOn: '2026-11-24',
      lastOn: '2027-01-29',
      ranUntil: '2027-01-29',
    });
  });
  // Procedure: S16.5
  it('says that its agreement was taken back, until somebody signs anew', () => {
    const withdrawnOn = '2026-11-20';
    const { placementId: personId } = about;
    const said = { ...about, withdrawnOn, how: 'in-person', personId, withdrawnBy: 'Ify Nwosu' } as const;
    const withdrawn: PlacementEvent = { type: 'AgreementWithdrawn', data: said };
    after(proposed, agreed, withdrawn).then({ ...row, withdrawnOn });
    after(proposed, agreed, withdrawn, agreed).then({ ...row, stage: 'agreed' });
    const runs = { ...row, stage: 'started', firstOn: '2026-11-24', ranUntil: '9999-12-31' } as const;
    after(proposed, agreed, started, withdrawn).then({ ...runs, withdrawnOn });
  });
  it('has gaps while it runs, overdue from when it was found until a date is set', () => {
    const gaps = { ...row, stage: 'started', firstOn: '2026-11-16', ranUntil: '9999-12-31', hasGaps: true } as const;
    const both = ['site-visited', 'agreement-signed'];
    after(proposed, found).then({ ...gaps, missing: both, overdueFrom: '2026-11-23' });
    const due = { gapsDueOn: '2026-12-11', overdueFrom: '2026-12-12' };
    after(proposed, found, dated).then({ ...gaps, missing: both, ...due });
    after(proposed, found, dated, visited).then({ ...gaps, missing: ['agreement-signed'], ...due });
    const closed = { ...gaps, hasGaps: false, gapsDueOn: '2026-12-11' };
    after(proposed, found, dated, visited, agreed).then({ ...closed, missing: [] });
    after(proposed, found, dated, ended).then({
      ...closed,
      missing: both,
      stage: 'ended',
      lastOn: '2027-01-29',
      ranUntil: '2027-01-29',
    });
  });
});

describe('the list of placements', () => {
  const other = { ...about, placementId: otherPlacementId, subjectId: otherSubjectId };
  const rows = rowsOf(
    proposed,
    found,
    agreed,
    {
      type: 'AgreementWithdrawn',
      data: {
        ...about,
        withdrawnOn: '2026-11-20',
        how: 'in-writing',
        personId: otherSubjectId,
        withdrawnBy: 'Ify Nwosu',
      },
    },
    {
      type: 'PlacementProposed',
      data: { ...other, ...where, ...plan, siteId: otherSiteId, startOn: '2026-11-09', plannedEndOn: undefined },
    },
    {
      type: 'PlacementProposed',
      data: { ...about, ...where, ...plan, placementId: thirdPlacementId, schoolId: otherSchoolId },
    },
  );
  const first = about.placementId;
  const list = async (asked: Partial<PlacementsAsked>) => {
    const all = { schoolId: about.schoolId, by: 'firstOn' as const, skip: 0, max: 50 };
    const { rows: part, total } = await new ListPlacementsAnswers(rows).execute(
      new ListPlacements({ ...all, ...asked }),
    );
    return [total, ...part.map(({ placementId }) => placementId)];
  };

  // Procedure: S4.24
  it('has those that ran on a day', async () => {
    expect(await list({ ranOn: '2026-11-16' })).toEqual([1, first]);
    expect(await list({ ranOn: '2026-11-15' })).toEqual([0]);
    expect(await list({ ranOn: '2030-01-01', routes: ['agreed'], deliveries: ['in-person'] })).toEqual([1, first]);
    expect(await list({ ranOn: '2030-01-01', routes: ['directed'] })).toEqual([0]);
  });
  it('has one that is over until its last day', async () => {
    const over = new ListPlacementsAnswers(rowsOf(proposed, started, ended));
    const ranOn = async (on: string) =>
      (await over.execute(new ListPlacements({ schoolId: about.schoolId, by: 'firstOn', skip: 0, max: 50, ranOn: on })))
        .total;
    expect([await ranOn('2027-01-29'), await ranOn('2027-01-30')]).toEqual([1, 0]);
  });
  it('has all of a school, and a part of them', async () => {
    expect(await list({})).toEqual([2, otherPlacementId, first]);
    expect(await list({ skip: 1, max: 1 })).toEqual([2, first]);
    expect(await list({ schoolId: otherSchoolId })).toEqual([1, thirdPlacementId]);
  });
  it('is in the order of days, or of pupils', async () => {
    expect(await list({ by: 'lastOn' })).toEqual([2, first, otherPlacementId]);
    expect(await list({ by: { subjectIds: [about.subjectId, otherSubjectId] } })).toEqual([2, first, otherPlacementId]);
    expect(await list({ by: { subjectIds: [otherSubjectId] } })).toEqual([2, otherPlacementId, first]);
  });
  it('finds by what is known of each', async () => {
    expect(await list({ stages: ['started'] })).toEqual([1, first]);
    expect(await list({ stages: ['proposed', 'agreed'] })).toEqual([1, otherPlacementId]);
    expect(await list({ providerId: where.providerId })).toEqual([2, otherPlacementId, first]);
    expect(await list({ siteId: otherSiteId })).toEqual([1, otherPlacementId]);
    expect(await list({ subjectIds: [otherSubjectId] })).toEqual([1, otherPlacementId]);
    expect(await list({ subjectIds: [] })).toEqual([0]);
    expect(await list({ hasGaps: true })).toEqual([1, first]);
    expect(await list({ overdueOn: '2026-11-22' })).toEqual([0]);
    expect(await list({ overdueOn: '2026-11-23' })).toEqual([1, first]);
    expect(await list({ withdrawnUntil: '2026-11-19' })).toEqual([0]);
    expect(await list({ withdrawnUntil: '2026-11-20' })).toEqual([1, first]);
    expect(await list({ firstUntil: '2026-11-15' })).toEqual([1, otherPlacementId]);
    expect(await list({ lastFrom: '2027-02-12', lastUntil: '2027-02-12' })).toEqual([1, first]);
    expect(await list({ lastUntil: '2027-02-11' })).toEqual([0]);
  });
});
