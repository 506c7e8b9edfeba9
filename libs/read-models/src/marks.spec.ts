import { sessionKey, type MarkingEvent, type RegisterMark } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import {
  isChangedSince,
  marks,
  MarksOfDay,
  MarksOfDayAnswers,
  MarksOfPlacement,
  MarksOfPlacementAnswers,
  ReasonsOpen,
  ReasonsOpenAnswers,
  type MarkRow,
} from './marks.js';

const { personId, headId } = ids('personId', 'headId');
const about = { ...ids('placementId', 'subjectId', 'schoolId', 'siteId'), on: '2026-11-24', session: 'am' } as const;
const unexplained: RegisterMark = {
  ...about,
  code: 'N',
  basis: 'no-word',
  decidedBy: personId,
  decidedAt: '2026-11-24T12:30:00.000Z',
};
const ill: RegisterMark = {
  ...unexplained,
  code: 'I',
  basis: 'reason-known',
  decidedAt: '2026-11-25T09:00:00.000Z',
  authorisedBy: headId,
};
const decided: MarkingEvent = { type: 'MarkDecided', data: unexplained };
const amended: MarkingEvent = { type: 'MarkAmended', data: { ...ill, before: 'N', because: 'A cold.' } };
const entry = { enteredBy: personId, enteredAt: '2026-11-24T12:40:00.000Z' };
const entered: MarkingEvent = { type: 'MarkEntered', data: { ...about, code: 'N', ...entry } };
const row: MarkRow = { ...unexplained, before: [], reasonOpen: true };

describe('a mark of the register', () => {
  const after = given(marks);

  it('stands as it was decided', () => after(decided).then(row));
  it('is entered, and then another than was entered', () => {
    after(decided, entered).then({ ...row, entered: 'N', ...entry });
    expect(isChangedSince({ ...row, entered: 'N' })).toBe(false);
    expect(isChangedSince({ ...row, code: 'I', entered: 'N' })).toBe(true);
    expect(isChangedSince(row)).toBe(false);
  });
  it('keeps the one before, with the reason', () =>
    after(decided, entered, amended).then({
      ...ill,
      before: [{ code: 'N', decidedBy: personId, decidedAt: unexplained.decidedAt, because: 'A cold.' }],
      reasonOpen: false,
      entered: 'N',
      ...entry,
    }));
  it('is there without what it says once that is erased', () => {
    const gone = { ...unexplained, code: erased, basis: erased } as const;
    const goneAfter = { ...ill, code: erased, basis: erased, before: erased, because: erased } as const;
    after({ type: 'MarkDecided', data: gone }, { type: 'MarkAmended', data: goneAfter }).then({
      ...ill,
      code: erased,
      basis: erased,
      before: erased,
      reasonOpen: false,
    });
  });
  it('is found by its day, by its placement, and while its reason is open', async () => {
    const rows = rowsOf(decided, { type: 'MarkDecided', data: { ...ill, on: '2026-11-25' } });
    const { schoolId, placementId } = about;
    const keys = (found: readonly MarkRow[]) => found.map((data) => sessionKey({ data }));
    const ofDay = await new MarksOfDayAnswers(rows).execute(new MarksOfDay({ schoolId, on: about.on }));
    expect(keys(ofDay)).toEqual([sessionKey({ data: about })]);
    expect(keys(await new ReasonsOpenAnswers(rows).execute(new ReasonsOpen({ schoolId })))).toEqual(keys(ofDay));
    const all = await new MarksOfPlacementAnswers(rows).execute(new MarksOfPlacement({ placementId }));
    expect(all.map(({ on }) => on)).toEqual(['2026-11-24', '2026-11-25']);
  });
});
