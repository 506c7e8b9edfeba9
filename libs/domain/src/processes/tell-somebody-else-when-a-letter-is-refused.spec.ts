import { given, ids } from '#testing';
import { kindOfLetter, letterKind, type LetterEvent, type LetterKind } from '../letter/letter.js';
import type { DutyKind } from '../vocabulary.js';
import { tellSomebodyElseWhenALetterIsRefused } from './tell-somebody-else-when-a-letter-is-refused.js';

const { letterId, recipientId, siteId } = ids('letterId', 'recipientId', 'siteId');
const { dutyId, otherDutyId } = ids('dutyId', 'otherDutyId');
const pupil = ids('placementId', 'subjectId', 'schoolId');
const one = { dutyId, ...pupil };
const other = { dutyId: otherDutyId, ...pupil };
const composition = {
  letterId,
  kind: 'attendance-unanswered' as const,
  recipientId,
  recipientKind: 'person' as const,
  occasion: `attendance-check-${siteId}-2026-11-24-am-unanswered`,
  siteId,
  on: '2026-11-24',
  session: 'am' as const,
  step: 'unanswered',
  duties: [one, other],
  composedAt: '2026-11-24T09:30:00.000Z',
};
const composed: LetterEvent = { type: 'LetterComposed', data: composition };
const refusal = {
  letterId,
  kind: 'attendance-unanswered' as const,
  recipientId,
  refusedAt: '2026-11-24T09:31:00.000Z',
  permanent: true,
  reply: '550 No such mailbox',
};
const refused: LetterEvent = { type: 'LetterRefused', data: refusal };

const fail = (id: string, kind: DutyKind = 'attendance-check') => ({
  type: 'FailStep' as const,
  data: { dutyId: id, kind, step: 'unanswered', letterId },
});

describe('somebody else is told', () => {
  const heardSo = given(tellSomebodyElseWhenALetterIsRefused);

  it('of each duty that a letter carried, when it is refused for good', () =>
    heardSo(composed).when(refused).then(fail(dutyId), fail(otherDutyId)));
  it('of a search as well', () =>
    heardSo({ type: 'LetterComposed', data: { ...composition, kind: 'find-the-pupil', duties: [one] } })
      .when(refused)
      .then(fail(dutyId, 'find-the-pupil')));
  it('of every kind of letter but those that are no step of a duty', () => {
    const others: Partial<Record<LetterKind, DutyKind>> = {
      'find-the-pupil': 'find-the-pupil',
      'gap-due': 'placement-gap',
      'gap-overdue': 'placement-gap',
      'liaison-due': 'weekly-liaison',
      'liaison-missed': 'weekly-liaison',
      'welfare-check-due': 'welfare-check',
      'welfare-check-missed': 'welfare-check',
      'visit-due': 'monitoring-visit',
      'visit-missed': 'monitoring-visit',
    };
    for (const kind of letterKind.options) {
      const after = heardSo({ type: 'LetterComposed', data: { ...composition, kind, duties: [one] } }).when(refused);
      if (kindOfLetter[kind] === null) after.thenNothing();
      else after.then(fail(dutyId, others[kind] ?? 'attendance-check'));
    }
  });
});

describe('nobody else is told', () => {
  const heardSo = given(tellSomebodyElseWhenALetterIsRefused);

  it('as long as the letter may still arrive', () => {
    heardSo().when(composed).thenNothing();
    heardSo(composed)
      .when({
        type: 'LetterRefused',
        data: { ...refusal, permanent: false, againAt: '2026-11-24T09:36:00.000Z' },
      })
      .thenNothing();
  });
  it('when the letter was no step of a duty', () => {
    const { step: _none, ...without } = composition;
    heardSo({ type: 'LetterComposed', data: without }).when(refused).thenNothing();
    heardSo({ type: 'LetterComposed', data: { ...composition, duties: [] } })
      .when(refused)
      .thenNothing();
  });
});
