import type { IncidentEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import {
  IncidentById,
  IncidentByIdAnswers,
  incidents,
  IncidentsOf,
  IncidentsOfAnswers,
  IncidentsOfSchool,
  IncidentsOfSchoolAnswers,
  UnseenIncidents,
  UnseenIncidentsAnswers,
  type IncidentRow,
} from './incidents.js';

const of = ids('incidentId', 'laterId', 'placementId', 'subjectId', 'schoolId', 'siteId', 'personId', 'leadId');
const { incidentId, laterId, placementId, subjectId, schoolId, siteId, personId, leadId } = of;
const about = { incidentId, placementId, subjectId, schoolId };
const parents = { told: true, on: '2026-11-20', at: '12:30', by: 'Priya Raman' } as const;
const says = { kind: 'injury', toldBy: 'Tom Arkwright', parents } as const;
const account = {
  siteId,
  on: '2026-11-20',
  toldOn: '2026-11-20',
  toldAt: '11:00',
  channel: 'telephone',
  says,
} as const;
const told = { type: 'IncidentTold', data: { ...about, ...account, personId } } as const satisfies IncidentEvent;
const seenAt = '2026-11-20T11:30:00.000Z';
const seen = { type: 'IncidentSeen', data: { ...about, personId: leadId, seenAt } } as const;
const seenAgain = {
  type: 'IncidentSeen',
  data: { ...about, personId: leadId, seenAt: '2026-11-23T09:00:00.000Z' },
} as const;
const notYet = { told: false, because: 'Nobody answered.' } as const;
const parentsTold = { type: 'IncidentParentsTold', data: { ...about, personId, parents: notYet } } as const;
const decision = { outcomes: ['no-further-action'] } as const;
const decided = {
  type: 'IncidentDecided',
  data: { ...about, personId: leadId, decidedOn: '2026-11-20', decision: { outcomes: [...decision.outcomes] } },
} as const satisfies IncidentEvent;
const corrected = {
  type: 'IncidentCorrected',
  data: {
    ...about,
    ...account,
    on: '2026-11-19',
    says: { ...says, kind: 'restraint' },
    personId,
    because: 'Held too.',
  },
} as const satisfies IncidentEvent;
const withdrawn = {
  type: 'IncidentWithdrawn',
  data: { ...about, personId: leadId, because: 'Another pupil.' },
} as const;
const row: IncidentRow = { ...about, ...account, personId, state: 'unseen', parents, corrections: [] };
const had = { personId: leadId, seenAt };
const rowAfter = (...events: readonly IncidentEvent[]) =>
  new IncidentByIdAnswers(rowsOf(...events)).execute(new IncidentById({ incidentId }));

describe('the row of an incident', () => {
  it('is not seen until somebody says so', () => {
    given(incidents)(told).then(row);
    given(incidents)(told, seen).then({ ...row, state: 'seen', seen: had, firstSeen: had });
  });
  it('says what was known last of parents and what was decided', () =>
    given(incidents)(told, seen, parentsTold, decided).then({
      ...row,
      state: 'decided',
      seen: had,
      firstSeen: had,
      parents: notYet,
      decided: { personId: leadId, decidedOn: '2026-11-20' },
      decision: { outcomes: ['no-further-action'] },
    }));
  it('is unseen again when it is corrected, and keeps when it was seen first', async () => {
    const then = await rowAfter(told, seen, decided, corrected);
    expect(then).toMatchObject({ state: 'unseen', on: '2026-11-19', says: { kind: 'restraint' }, firstSeen: had });
    expect(then).not.toHaveProperty('seen');
    expect(then?.corrections).toMatchObject([{ personId, because: 'Held too.' }]);
    const after = await rowAfter(told, seen, decided, corrected, seenAgain);
    expect(after).toMatchObject({ state: 'decided', firstSeen: had, seen: { seenAt: seenAgain.data.seenAt } });
  });
  it('stays when it was entered in error', async () =>
    expect(await rowAfter(told, withdrawn)).toMatchObject({
      state: 'withdrawn',
      withdrawn: { personId: leadId },
      withdrawnBecause: 'Another pupil.',
    }));
  it('reads as erased when what it says is', async () => {
    const forgotten: IncidentEvent = { type: 'IncidentTold', data: { ...told.data, says: erased } };
    expect(await rowAfter(forgotten)).toMatchObject({ says: erased, parents: erased });
    const unreadable: IncidentEvent = { type: 'IncidentCorrected', data: { ...corrected.data, because: erased } };
    expect(await rowAfter(told, unreadable)).toMatchObject({ corrections: erased });
  });
});

describe('the incidents of a school', () => {
  const later = { ...told, data: { ...told.data, incidentId: laterId, on: '2026-11-23', toldOn: '2026-11-23' } };
  it('are those of a placement or of all, the latest first, and those that wait longest to be seen', async () => {
    const rows = rowsOf(later, told);
    const idsIn = (found: readonly IncidentRow[]) => found.map((each) => each.incidentId);
    expect(idsIn(await new IncidentsOfAnswers(rows).execute(new IncidentsOf({ placementId })))).toEqual([
      laterId,
      incidentId,
    ]);
    expect(idsIn(await new IncidentsOfSchoolAnswers(rows).execute(new IncidentsOfSchool({ schoolId })))).toEqual([
      laterId,
      incidentId,
    ]);
    const unseen = new UnseenIncidents({ schoolId });
    expect(idsIn(await new UnseenIncidentsAnswers(rows).execute(unseen))).toEqual([incidentId, laterId]);
    const after = rowsOf(later, told, seen);
    expect(idsIn(await new UnseenIncidentsAnswers(after).execute(unseen))).toEqual([laterId]);
    const one = new IncidentById({ incidentId });
    expect(await new IncidentByIdAnswers(after).execute(one)).toMatchObject({ state: 'seen' });
  });
});
