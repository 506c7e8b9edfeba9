import { id } from '#event-sourcing';
import { ids } from '#testing';
import {
  aboutSession,
  attendanceIdOf,
  checkIdOf,
  dutyIdOf,
  letterIdOf,
  sessionKey,
  whereaboutsIdOf,
} from './vocabulary.js';

const { placementId, otherPlacementId, subjectId, siteId, recipientId } = ids(
  'placementId',
  'otherPlacementId',
  'subjectId',
  'siteId',
  'recipientId',
);
const session = { placementId, ...ids('schoolId'), subjectId, siteId, on: '2026-11-24', session: 'am' as const };

describe('what a thing is about', () => {
  it('makes its id: the same things, the same id, and other things another', () => {
    expect(attendanceIdOf(session)).toBe(attendanceIdOf({ ...session }));
    const all = [
      attendanceIdOf(session),
      attendanceIdOf({ ...session, session: 'pm' }),
      attendanceIdOf({ ...session, on: '2026-11-25' }),
      attendanceIdOf({ ...session, placementId: otherPlacementId }),
      whereaboutsIdOf(subjectId, '2026-11-24', 'am'),
      dutyIdOf('attendance-check', attendanceIdOf(session)),
      dutyIdOf('find-the-pupil', attendanceIdOf(session)),
      checkIdOf(siteId, 'online-safety', 1),
      checkIdOf(siteId, 'online-safety', 2),
      letterIdOf(recipientId, 'chase'),
      letterIdOf(recipientId, 'chase', 2),
    ];
    expect(new Set(all).size).toBe(all.length);
    for (const each of all) expect(id.safeParse(each).success).toBe(true);
  });

  it('counts a letter’s copies from one', () =>
    expect(letterIdOf(recipientId, 'chase', 1)).toBe(letterIdOf(recipientId, 'chase')));

  it('is one search for one pupil, whichever placement it was heard of in', () => {
    const elsewhere = { ...session, placementId: otherPlacementId };
    expect(whereaboutsIdOf(elsewhere.subjectId, elsewhere.on, elsewhere.session)).toBe(
      whereaboutsIdOf(session.subjectId, session.on, session.session),
    );
    expect(sessionKey({ data: elsewhere })).not.toBe(sessionKey({ data: session }));
  });

  it('is a session’s, and nothing else, where a session is asked for', () => {
    const answered = { ...session, answer: 'present' };
    expect(aboutSession(answered)).toEqual(session);
  });
});
