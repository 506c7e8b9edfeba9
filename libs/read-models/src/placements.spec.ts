import type { PlacementEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, heard, ids, rowsOf } from '#testing';
import {
  PlacementById,
  PlacementByIdAnswers,
  placements,
  PlacementsAtSite,
  PlacementsAtSiteAnswers,
  PlacementsOf,
  PlacementsOfAnswers,
  type PlacementRow,
} from './placements.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const where = ids('providerId', 'siteId');
const { otherPlacementId, otherSchoolId } = ids('otherPlacementId', 'otherSchoolId');
const monday = { weekday: 1, session: 'am', arriveAt: '09:15', leaveAt: '12:00' } as const;
const tuesday = { ...monday, weekday: 2 } as const;
const proposal = {
  ...about,
  ...where,
  purpose: 'To be ready for a full week again.',
  startOn: '2026-11-23',
  slots: [monday],
  procedure: { id: 'off-site-education', edition: '2025-01' },
};
const proposed: PlacementEvent = { type: 'PlacementProposed', data: proposal };
const agreed: PlacementEvent = {
  type: 'PlacementAgreed',
  data: { ...about, agreedOn: '2026-11-19', signedBy: 'Ify Nwosu' },
};
const foundStarted: PlacementEvent = {
  type: 'PlacementFoundStarted',
  data: { ...about, startedOn: '2026-11-16', missing: ['site-visited', 'agreement-signed'] },
};
const gathered = (evidence: string, on = '2026-11-20'): PlacementEvent => ({
  type: 'EvidenceGathered',
  data: { ...about, evidence, on },
});
const row: PlacementRow = {
  ...about,
  ...where,
  purpose: proposal.purpose,
  route: 'agreed',
  delivery: 'in-person',
  stage: 'proposed',
  startOn: '2026-11-23',
  foundStarted: false,
  weeks: [{ from: '2026-11-23', slots: [monday] }],
  evidence: [],
  stopReviews: [],
  suspensions: [],
  missing: [],
  gaps: [],
  procedure: proposal.procedure,
  takenOnOn: '2026-11-23',
};

describe('the row of a placement', () => {
  const after = given(placements);

  it('begins with the proposal', () => after(proposed).then(row));
  it('holds the planned end', () =>
    after({ type: 'PlacementProposed', data: { ...proposal, plannedEndOn: '2027-02-12' } }).then({
      ...row,
      plannedEndOn: '2027-02-12',
    }));
  it('needs a proposal', () => after(agreed).then(null));
  it('was taken on on the day in London of its recording', () =>
    after(heard(proposed, { meta: { recordedAt: '2026-06-30T23:30:00.000Z' } })).then({
      ...row,
      takenOnOn: '2026-07-01',
    }));
  it('holds each evidence once, with the day that was said last', () =>
    after(
      proposed,
      gathered('site-visited'),
      gathered('agreement-signed'),
      gathered('site-visited', '2026-11-21'),
    ).then({
      ...row,
      evidence: [
        { evidence: 'agreement-signed', on: '2026-11-20' },
        { evidence: 'site-visited', on: '2026-11-21' },
      ],
    }));
  it('is agreed', () =>
    after(proposed, agreed).then({
      ...row,
      stage: 'agreed',
      agreedOn: '2026-11-19',
      signedBy: 'Ify Nwosu',
      evidence: [{ evidence: 'agreement-signed', on: '2026-11-19' }],
    }));
  it('is agreed after it was found started, which closes that gap and no other', () =>
    after(proposed, foundStarted, agreed).then({
      ...row,
      stage: 'started',
      startedOn: '2026-11-16',
      foundStarted: true,
      agreedOn: '2026-11-19',
      signedBy: 'Ify Nwosu',
      evidence: [{ evidence: 'agreement-signed', on: '2026-11-19' }],
      missing: ['site-visited'],
      gaps: ['site-visited', 'agreement-signed'],
    }));
  // Procedure: S16.5
  it('holds that the agreement was taken back, until somebody signs anew', () => {
    const said = { withdrawnBy: 'Ify Nwosu', because: 'Too far.' };
    const { subjectId: personId } = about;
    const withdrawal = { ...about, withdrawnOn: '2026-11-20', how: 'in-person', personId, ...said } as const;
    const withdrawn: PlacementEvent = { type: 'AgreementWithdrawn', data: withdrawal };
    const told = {
      withdrawnOn: '2026-11-20',
      withdrawnHow: 'in-person',
      withdrawnBy: 'Ify Nwosu',
      withdrawnBecause: 'Too far.',
    } as const;
    const unsigned = { agreedOn: undefined, signedBy: undefined, signed: undefined };
    after(proposed, agreed, withdrawn).then({ ...row, ...unsigned, ...told });
    const evidence = [{ evidence: 'agreement-signed', on: '2026-11-19' }];
    const began = { stage: 'started', startedOn: '2026-11-23' } as const;
    const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } };
    // What was there when it began stays so.
    after(proposed, agreed, started, withdrawn).then({ ...row, ...began, ...unsigned, ...told, evidence });
    const anew: PlacementEvent = { ...agreed, data: { ...agreed.data, agreedOn: '2026-11-26' } };
    after(proposed, agreed, started, withdrawn, anew).then({
      ...row,
      ...began,
      evidence,
      agreedOn: '2026-11-26',
      signedBy: 'Ify Nwosu',
    });
  });
  it('is started', () =>
    after(proposed, { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } }).then({
      ...row,
      stage: 'started',
      startedOn: '2026-11-23',
    }));
  it('is found started, with its gaps', () =>
    after(proposed, foundStarted).then({
      ...row,
      stage: 'started',
      startedOn: '2026-11-16',
      foundStarted: true,
      missing: ['site-visited', 'agreement-signed'],
      gaps: ['site-visited', 'agreement-signed'],
    }));
  it('holds by when its gaps are due, as it was set last', () => {
    const { headId } = ids('headId');
    const set = { ...about, dueOn: '2026-12-11', personId: headId };
    const moved = { ...set, dueOn: '2027-01-15', because: 'The provider moves house.' };
    const history = [proposed, foundStarted, { type: 'GapsDueSet' as const, data: set }] as const;
    const found: PlacementRow = {
      ...row,
      stage: 'started',
      startedOn: '2026-11-16',
      foundStarted: true,
      missing: ['site-visited', 'agreement-signed'],
      gaps: ['site-visited', 'agreement-signed'],
    };
    after(...history).then({ ...found, gapsDueOn: '2026-12-11', gapsDueSetBy: headId });
    after(...history, { type: 'GapsDueSet', data: moved }).then({
      ...found,
      gapsDueOn: '2027-01-15',
      gapsDueSetBy: headId,
      gapsDueBecause: 'The provider moves house.',
    });
  });
  it('misses nothing that has been gathered since', () =>
    after(proposed, foundStarted, gathered('site-visited')).then({
      ...row,
      stage: 'started',
      startedOn: '2026-11-16',
      foundStarted: true,
      evidence: [{ evidence: 'site-visited', on: '2026-11-20' }],
      missing: ['agreement-signed'],
      gaps: ['site-visited', 'agreement-signed'],
    }));
  it('holds by when its gaps are due, as it was set last', () => {
    const due = (dueOn: string, because?: string): PlacementEvent => ({
      type: 'GapsDueSet',
      data: { ...about, dueOn, personId: about.subjectId, because },
    });
    after(proposed, foundStarted, due('2026-12-11'), due('2027-01-15', 'The provider moves house.')).then({
      ...row,
      stage: 'started',
      startedOn: '2026-11-16',
      foundStarted: true,
      missing: ['site-visited', 'agreement-signed'],
      gaps: ['site-visited', 'agreement-signed'],
      gapsDueOn: '2027-01-15',
      gapsDueSetBy: about.subjectId,
      gapsDueBecause: 'The provider moves house.',
    });
  });
  it('holds the weeks in the order of their days', () =>
    after(
      proposed,
      { type: 'WeekPlanned', data: { ...about, from: '2027-01-04', slots: [tuesday] } },
      { type: 'WeekPlanned', data: { ...about, from: '2026-11-16', slots: [monday, tuesday] } },
    ).then({
      ...row,
      weeks: [
        { from: '2026-11-16', slots: [monday, tuesday] },
        { from: '2026-11-23', slots: [monday] },
        { from: '2027-01-04', slots: [tuesday] },
      ],
    }));
  it('holds the week that was planned last for a day', () =>
    after(proposed, { type: 'WeekPlanned', data: { ...about, from: '2026-11-23', slots: [tuesday] } }).then({
      ...row,
      weeks: [{ from: '2026-11-23', slots: [tuesday] }],
    }));
  it('is ended, and why', () =>
    after(proposed, {
      type: 'PlacementEnded',
      data: { ...about, endedOn: '2026-12-18', because: 'Back at school.' },
    }).then({ ...row, stage: 'ended', endedOn: '2026-12-18', endedBecause: 'Back at school.' }));
  // Procedure: S11.2
  it('holds how the return goes, each time that somebody looked, and forgets it together', () => {
    const { personId } = ids('personId');
    const seen = { personId, attended: 'every-session', goes: 'Calm.' } as const;
    const look = { ...seen, checkedOn: '2026-12-22', concerns: false, nextStep: 'Another look.' };
    const later = { ...look, checkedOn: '2027-01-08' };
    const checked = (data: typeof look): PlacementEvent => ({ type: 'ReturnChecked', data: { ...about, ...data } });
    after(proposed, checked(look), checked(later)).then({ ...row, returnChecks: [look, later] });
    const forgotten: PlacementEvent = { type: 'ReturnChecked', data: { ...about, ...look, goes: erased } };
    after(proposed, checked(look), forgotten).then({ ...row, returnChecks: erased });
  });
  it('goes on when all is erased', () =>
    after(
      { type: 'PlacementProposed', data: { ...proposal, purpose: erased } },
      { type: 'PlacementAgreed', data: { ...about, agreedOn: '2026-11-19', signedBy: erased } },
      { type: 'PlacementEnded', data: { ...about, endedOn: '2026-12-18', because: erased } },
    ).then({
      ...row,
      purpose: erased,
      stage: 'ended',
      agreedOn: '2026-11-19',
      signedBy: erased,
      evidence: [{ evidence: 'agreement-signed', on: '2026-11-19' }],
      endedOn: '2026-12-18',
      endedBecause: erased,
    }));
});

describe('asking for placements', () => {
  const earlier: PlacementEvent = {
    type: 'PlacementProposed',
    data: { ...proposal, placementId: otherPlacementId, schoolId: otherSchoolId, startOn: '2026-11-09' },
  };
  const rows = rowsOf(proposed, earlier, agreed);
  const { placementId, schoolId } = about;

  it('finds those of a school', async () => {
    const found = await new PlacementsOfAnswers(rows).execute(new PlacementsOf({ schoolId }));
    expect(found.map((placement) => placement.placementId)).toEqual([placementId]);
  });
  it('finds those at a site of all schools, the first to begin first', async () => {
    const found = await new PlacementsAtSiteAnswers(rows).execute(new PlacementsAtSite({ siteId: where.siteId }));
    expect(found.map((placement) => placement.placementId)).toEqual([otherPlacementId, placementId]);
  });
  it('finds one as it was', async () => {
    const answers = new PlacementByIdAnswers(rows);
    const then = await answers.execute(new PlacementById({ placementId }, 2n));
    const now = await answers.execute(new PlacementById({ placementId }));
    expect([then, now]).toMatchObject([
      { stage: 'proposed', since: 1n },
      { stage: 'agreed', since: 3n },
    ]);
  });
});
