import type { OversightEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import {
  followUps,
  FollowUpsOf,
  FollowUpsOfAnswers,
  OpenFollowUpsOf,
  OpenFollowUpsOfAnswers,
  OversightOf,
  OversightOfAnswers,
  OversightOfSchool,
  OversightOfSchoolAnswers,
  oversightRecords,
  type OversightRow,
} from './oversight.js';

const of = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'siteId',
  'otherSiteId',
  'recordId',
  'laterId',
  'personId',
  'toId',
);
const { placementId, subjectId, schoolId, siteId, otherSiteId, recordId, laterId, personId, toId } = of;
const about = { placementId, subjectId, schoolId };
const says = { where: 'at-home', found: 'seen', notes: 'Well.' } as const;
const checked = (id: string, on: string, at = siteId) =>
  ({
    type: 'WelfareChecked',
    data: { ...about, recordId: id, siteId: at, on, personId, concerns: true, how: 'video', says },
  }) as const satisfies OversightEvent;
const row: OversightRow = {
  ...about,
  recordId,
  siteId,
  on: '2026-11-20',
  kind: 'welfare',
  personId,
  how: 'video',
  welfare: says,
  concerns: true,
  filed: [],
  receipts: [],
  notes: [],
};
const toldAt = '2026-11-20T10:40:00.000Z';
const handedOver = { type: 'ConcernHandedOver', data: { ...about, recordId, toId, toldAt, personId } } as const;
const receivedAt = '2026-11-20T10:55:00.000Z';
const received = {
  type: 'ConcernReceived',
  data: { ...about, recordId, personId: toId, receivedAt, reference: 'MC-1042' },
} as const;
const filed = (receipt?: string) =>
  ({
    type: 'RecordFiled',
    data: { ...about, recordId, filedIn: 'pupil-file', filedOn: '2026-11-20', personId, ...(receipt && { receipt }) },
  }) as const satisfies OversightEvent;
const noted = (note: string | typeof erased) =>
  ({ type: 'RecordNoted', data: { ...about, recordId, noteId: toId, personId, on: '2026-11-21', note } }) as const;
const agreed = (followUpId: string, dueOn: string) =>
  ({
    type: 'FollowUpAgreed',
    data: { ...about, recordId, followUpId, ownerId: toId, dueOn, personId, what: 'Ask for a taxi.' },
  }) as const satisfies OversightEvent;
const closed = {
  type: 'FollowUpClosed',
  data: { ...about, recordId, followUpId: laterId, doneOn: '2026-11-25', personId: toId, outcome: 'It comes.' },
} as const satisfies OversightEvent;

describe('the records of how a placement is kept an eye on', () => {
  const after = given(oversightRecords);
  const first = checked(recordId, '2026-11-20');

  it('say what was seen', () => after(first).then(row));

  it('say of a concern who was told, and who has it', () => {
    const told = { ...row, handedOver: { toId, toldAt, personId } };
    after(first, handedOver).then(told);
    const inWords = { ...handedOver, data: { ...handedOver.data, concern: 'He bruises easily.' } };
    after(first, inWords).then({ ...told, concern: 'He bruises easily.' });
    after(first, handedOver, received).then({
      ...told,
      received: { personId: toId, receivedAt },
      reference: 'MC-1042',
    });
  });

  it('say where each is filed, with the receipt where there is one', () => {
    const where = { filedIn: 'pupil-file', filedOn: '2026-11-20', personId } as const;
    after(first, filed(), filed('F-7')).then({ ...row, filed: [where, where], receipts: ['', 'F-7'] });
  });

  it('keep what was noted beside them, as long as all of it can be read', () => {
    const note = { personId, on: '2026-11-21', note: 'On Wednesday.' };
    after(first, noted('On Wednesday.')).then({ ...row, notes: [note] });
    after(first, noted('On Wednesday.'), noted(erased)).then({ ...row, notes: erased });
  });

  it('are found by placement, by school and by site, the latest first', async () => {
    const rows = rowsOf(first, checked(laterId, '2026-11-23', otherSiteId));
    const found = async (asked: Promise<readonly { readonly recordId: string }[]>) =>
      (await asked).map((each) => each.recordId);
    expect(await found(new OversightOfAnswers(rows).execute(new OversightOf({ placementId })))).toEqual([
      laterId,
      recordId,
    ]);
    const ofSchool = new OversightOfSchoolAnswers(rows);
    expect(await found(ofSchool.execute(new OversightOfSchool({ schoolId })))).toEqual([laterId, recordId]);
    expect(await found(ofSchool.execute(new OversightOfSchool({ schoolId, siteId })))).toEqual([recordId]);
  });
});

describe('what is to be done because of them', () => {
  it('is somebody’s until it is done', () => {
    const open = {
      ...about,
      recordId,
      followUpId: laterId,
      ownerId: toId,
      dueOn: '2026-11-27',
      what: 'Ask for a taxi.',
    };
    given(followUps)(agreed(laterId, '2026-11-27')).then({ ...open, state: 'open' });
    const done = { doneOn: '2026-11-25', personId: toId };
    given(followUps)(agreed(laterId, '2026-11-27'), closed).then({
      ...open,
      state: 'closed',
      closed: done,
      outcome: 'It comes.',
    });
  });

  it('is found by placement, and as long as it is open by school', async () => {
    const rows = rowsOf(agreed(laterId, '2026-11-27'), agreed(recordId, '2026-11-24'), closed);
    const all = await new FollowUpsOfAnswers(rows).execute(new FollowUpsOf({ placementId }));
    expect(all.map(({ followUpId }) => followUpId)).toEqual([recordId, laterId]);
    const open = await new OpenFollowUpsOfAnswers(rows).execute(new OpenFollowUpsOf({ schoolId }));
    expect(open.map(({ followUpId }) => followUpId)).toEqual([recordId]);
  });
});
