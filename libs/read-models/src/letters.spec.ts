import type { LetterEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import {
  LastRefusedTo,
  LastRefusedToAnswers,
  letters,
  LettersOf,
  LettersOfAnswers,
  LettersTo,
  LettersToAnswers,
  LettersToGo,
  LettersToGoAnswers,
  type LetterRow,
} from './letters.js';

const { siteId, recipientId, otherRecipientId } = ids('siteId', 'recipientId', 'otherRecipientId');
const letterIds = ids('waiting', 'inHand', 'accepted', 'again', 'refused', 'calledOff');
const letter = (letterId: string) => ({ letterId, kind: 'attendance-chase', recipientId }) as const;
const about = letter(letterIds.waiting);
const duties = [ids('dutyId', 'placementId', 'subjectId', 'schoolId')];
const composition = {
  recipientKind: 'adult',
  occasion: 'attendance-check-site-2026-11-24-am-chase',
  siteId,
  on: '2026-11-24',
  session: 'am',
  step: 'chase',
  duties,
  composedAt: '2026-11-24T09:45:02.000Z',
} as const;
const composed: LetterEvent = { type: 'LetterComposed', data: { ...about, ...composition } };
const begun = (attempt: number, data = about): LetterEvent => ({
  type: 'HandingOverBegun',
  data: { ...data, attempt, begunAt: `2026-11-24T09:4${5 + attempt}:00.000Z` },
});
const accepted: LetterEvent = { type: 'LetterAccepted', data: { ...about, acceptedAt: '2026-11-24T09:46:01.000Z' } };
const refused = (permanent: boolean, againAt?: string): LetterEvent => ({
  type: 'LetterRefused',
  data: { ...about, refusedAt: '2026-11-24T09:46:01.000Z', permanent, againAt, reply: '451 Later, please.' },
});
const row: LetterRow = { ...about, ...composition, state: 'composed', attempts: 0 };
const inHand: LetterRow = { ...row, state: 'handing-over', attempts: 1, begunAt: '2026-11-24T09:46:00.000Z' };

describe('the row of a letter', () => {
  const after = given(letters);

  it('begins with what it carries to whom', () => after(composed).then(row));
  it('needs a letter', () => after(accepted).then(null));
  it('needs neither site, session nor step', () => {
    const { siteId: _, session: __, step: ___, ...bare } = composition;
    after({ type: 'LetterComposed', data: { ...about, ...bare } }).then({
      ...about,
      ...bare,
      state: 'composed',
      attempts: 0,
    });
  });
  it('is being handed over', () => after(composed, begun(1)).then(inHand));
  it('is accepted', () =>
    after(composed, begun(1), accepted).then({ ...inHand, state: 'accepted', acceptedAt: '2026-11-24T09:46:01.000Z' }));
  it('is to go again', () =>
    after(composed, begun(1), refused(false, '2026-11-24T09:51:00.000Z')).then({
      ...inHand,
      state: 'to-go-again',
      refusedAt: '2026-11-24T09:46:01.000Z',
      againAt: '2026-11-24T09:51:00.000Z',
    }));
  it('waits for no moment once it goes again', () =>
    after(composed, begun(1), refused(false, '2026-11-24T09:47:00.000Z'), begun(2)).then({
      ...inHand,
      attempts: 2,
      begunAt: '2026-11-24T09:47:00.000Z',
      refusedAt: '2026-11-24T09:46:01.000Z',
    }));
  it('is refused for good', () =>
    after(composed, begun(1), refused(true)).then({
      ...inHand,
      state: 'refused',
      refusedAt: '2026-11-24T09:46:01.000Z',
    }));
  it('is called off', () =>
    after(composed, { type: 'LetterCalledOff', data: { ...about, calledOffAt: '2026-11-24T09:45:30.000Z' } }).then({
      ...row,
      state: 'called-off',
      calledOffAt: '2026-11-24T09:45:30.000Z',
    }));
  it('goes on when the server’s reply is erased', () =>
    after(composed, begun(1), {
      type: 'LetterRefused',
      data: { ...about, refusedAt: '2026-11-24T09:46:01.000Z', permanent: true, reply: erased },
    }).then({ ...inHand, state: 'refused', refusedAt: '2026-11-24T09:46:01.000Z' }));
});

describe('asking for letters', () => {
  const composedAs = (letterId: string, composedAt: string, data: Partial<LetterRow> = {}) => ({
    type: 'LetterComposed',
    data: { ...letter(letterId), ...composition, composedAt, ...data },
  });
  const rows = rowsOf(
    composedAs(letterIds.waiting, '2026-11-24T09:45:05.000Z'),
    composedAs(letterIds.inHand, '2026-11-24T09:45:04.000Z'),
    begun(1, letter(letterIds.inHand)),
    composedAs(letterIds.accepted, '2026-11-24T09:45:03.000Z', { on: '2026-11-23' }),
    { ...accepted, data: { ...accepted.data, letterId: letterIds.accepted } },
    composedAs(letterIds.again, '2026-11-24T09:45:02.000Z', { recipientId: otherRecipientId }),
    {
      ...refused(false),
      data: { ...refused(false, '2026-11-24T09:51:00.000Z').data, letterId: letterIds.again },
    },
    composedAs(letterIds.refused, '2026-11-24T09:45:01.000Z'),
    { ...refused(true), data: { ...refused(true).data, letterId: letterIds.refused } },
    composedAs(letterIds.calledOff, '2026-11-24T09:45:00.000Z'),
    { type: 'LetterCalledOff', data: { ...letter(letterIds.calledOff), calledOffAt: '2026-11-24T09:45:30.000Z' } },
  );
  const idsOf = (found: readonly LetterRow[]) => found.map(({ letterId }) => letterId);

  it('finds those to go now', async () => {
    const found = await new LettersToGoAnswers(rows).execute(new LettersToGo({ at: '2026-11-24T09:50:59.999Z' }));
    expect(idsOf(found)).toEqual([letterIds.inHand, letterIds.waiting]);
  });
  it('finds those to go again from their moment on', async () => {
    const found = await new LettersToGoAnswers(rows).execute(new LettersToGo({ at: '2026-11-24T09:51:00.000Z' }));
    expect(idsOf(found)).toEqual([letterIds.again, letterIds.inHand, letterIds.waiting]);
  });
  it('finds those of a day', async () => {
    const found = await new LettersOfAnswers(rows).execute(new LettersOf({ on: '2026-11-23' }));
    expect(idsOf(found)).toEqual([letterIds.accepted]);
  });
  it('finds those to one recipient', async () => {
    const found = await new LettersToAnswers(rows).execute(new LettersTo({ recipientId: otherRecipientId }));
    expect(idsOf(found)).toEqual([letterIds.again]);
  });

  it('finds the last one that was refused for good, unless one has been taken since', async () => {
    const [first, second, third] = [letterIds.refused, letterIds.waiting, letterIds.accepted];
    const refusedAt = (letterId: string, moment: string, permanent = true): LetterEvent => ({
      type: 'LetterRefused',
      data: { ...letter(letterId), refusedAt: moment, permanent, reply: '550 Nobody here.' },
    });
    const history = [
      composedAs(first, '2026-11-24T09:45:00.000Z'),
      refusedAt(first, '2026-11-24T09:45:01.000Z'),
      composedAs(second, '2026-11-25T09:45:00.000Z'),
      refusedAt(second, '2026-11-25T09:45:01.000Z'),
      composedAs(third, '2026-11-26T09:45:00.000Z'),
    ];
    const last = async (...more: LetterEvent[]) => {
      const found = await new LastRefusedToAnswers(rowsOf(...history, ...more)).execute(
        new LastRefusedTo({ recipientId }),
      );
      return found?.letterId ?? null;
    };
    expect(await last()).toBe(second);
    expect(await last(refusedAt(third, '2026-11-26T09:45:01.000Z', false))).toBe(second);
    const taken = { ...accepted.data, letterId: third, acceptedAt: '2026-11-26T09:46:00.000Z' };
    expect(await last({ type: 'LetterAccepted', data: taken })).toBeNull();
    const other = await new LastRefusedToAnswers(rowsOf(...history)).execute(
      new LastRefusedTo({ recipientId: otherRecipientId }),
    );
    expect(other).toBeNull();
  });
});
