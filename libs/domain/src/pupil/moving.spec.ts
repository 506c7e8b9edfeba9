import fc from 'fast-check';
import { given, ids } from '#testing';
import { leavingOf } from './moving.js';
import { pupil, type Pupil, type PupilCommand, type PupilEvent } from './pupil.js';

const { subjectId, schoolId, millrace, personId, first, second, third } = ids(
  'subjectId',
  'schoolId',
  'millrace',
  'personId',
  'first',
  'second',
  'third',
);
const identity = {
  subjectId,
  schoolId,
  givenName: 'Nia',
  familyName: 'Okafor',
  upn: 'A123456789012',
  bornOn: '2012-05-09',
  yearGroup: 9,
};
const entered: PupilEvent = { type: 'PupilEntered', data: identity };
const about = { subjectId, schoolId, personId };
const moving = { ...about, changeId: first, toSchoolId: millrace, on: '2026-11-09' };
const move: PupilCommand = { type: 'MovePupil', data: moving };
const moved: PupilEvent = { type: 'PupilMovedSchool', data: moving };
const leaving = {
  ...about,
  changeId: second,
  on: '2026-11-20',
  whereTo: 'other-school' as const,
  toSchool: 'Stoke Hall',
};
const leave: PupilCommand = { type: 'RecordPupilLeft', data: leaving };
const left: PupilEvent = { type: 'PupilLeft', data: leaving };
const returning = { ...about, changeId: third, toSchoolId: millrace, on: '2026-11-23' };
const comeBack: PupilCommand = { type: 'RecordPupilCameBack', data: returning };
const cameBack: PupilEvent = { type: 'PupilCameBack', data: returning };
const takingBack = { ...about, on: '2026-11-24', because: 'It was the brother.' };
const takeBack = (changeId: string, school = schoolId): PupilCommand => ({
  type: 'TakeBackSchoolChange',
  data: { ...takingBack, schoolId: school, changeId },
});
const details: PupilCommand = { type: 'ChangePupilDetails', data: { ...identity, yearGroup: 10 } };

describe('a pupil who changes school', () => {
  const after = given(pupil);

  it('moves to another school of the trust, once however often that is said, and the record with them', () => {
    after(entered).when(move).then(moved);
    after(entered, moved).when(move).thenNothing();
    after(entered, moved).when(details).thenRefused('pupil-of-another-school');
    const there = { ...identity, schoolId: millrace, yearGroup: 10 };
    after(entered, moved)
      .when({ type: 'ChangePupilDetails', data: there })
      .then({ type: 'PupilDetailsChanged', data: there });
  });
  it('is given by the school whose the record is, and taken by none', () => {
    after().when(move).thenRefused('pupil-not-entered');
    after(entered)
      .when({ type: 'MovePupil', data: { ...moving, schoolId: millrace, toSchoolId: schoolId } })
      .thenRefused('pupil-of-another-school');
    after(entered, moved)
      .when({ type: 'MovePupil', data: { ...moving, changeId: second } })
      .thenRefused('pupil-of-another-school');
  });
  it('does not move to where they are', () =>
    after(entered)
      .when({ type: 'MovePupil', data: { ...moving, toSchoolId: schoolId } })
      .thenRefused('moved-to-same-school'));
  it('leaves, and has left until somebody says that they are back', () => {
    after(entered).when(leave).then(left);
    after(entered, left).when(leave).thenNothing();
    after(entered, left)
      .when({ type: 'RecordPupilLeft', data: { ...leaving, changeId: third } })
      .thenRefused('pupil-left');
    after(entered, left)
      .when({ ...move, data: { ...moving, on: '2026-11-23' } })
      .thenRefused('pupil-left');
    after(entered, left).when(comeBack).then(cameBack);
    after(entered, left, cameBack).when(comeBack).thenNothing();
    after(entered).when(comeBack).thenRefused('pupil-not-left');
  });
  it('is the last school’s who has left, and can be put right there', () =>
    after(entered, left)
      .when(details)
      .then({ type: 'PupilDetailsChanged', data: { ...identity, yearGroup: 10 } }));
  it('leaves for a school that has a name only where they left for a school', () => {
    const { toSchool: _toSchool, ...nowhere } = leaving;
    after(entered)
      .when({ type: 'RecordPupilLeft', data: { ...leaving, whereTo: 'finished' } })
      .thenRefused('left-for-a-school-and-not');
    after(entered)
      .when({ type: 'RecordPupilLeft', data: { ...nowhere, whereTo: 'not-known' } })
      .then({ type: 'PupilLeft', data: { ...nowhere, whereTo: 'not-known' } });
  });
  it('does so in the order of the days, where one day may have two changes', () => {
    const early: PupilCommand = { type: 'RecordPupilCameBack', data: { ...returning, on: '2026-11-19' } };
    after(entered, left).when(early).thenRefused('school-change-before-the-last');
    after(entered, left)
      .when({ ...early, data: { ...returning, on: '2026-11-20' } })
      .then({ type: 'PupilCameBack', data: { ...returning, on: '2026-11-20' } });
  });
  it('says one thing by one form', () =>
    after(entered, left)
      .when({ type: 'RecordPupilLeft', data: { ...leaving, on: '2026-11-21' } })
      .thenRefused('school-change-recorded'));
  it('was never away where that was an error, and may go anew', () => {
    const takenBack = (kind: 'moved' | 'left', changeId: string, school: string): PupilEvent => ({
      type: 'SchoolChangeTakenBack',
      data: { ...takingBack, schoolId: school, changeId, kind, toSchoolId: schoolId },
    });
    after(entered, moved)
      .when(takeBack(first, millrace))
      .then(takenBack('moved', first, millrace));
    after(entered, left)
      .when(takeBack(second))
      .then(takenBack('left', second, schoolId));
    after(entered, left, takenBack('left', second, schoolId))
      .when(takeBack(second))
      .thenNothing();
    // A form that was kept open is no new leaving.
    after(entered, left, takenBack('left', second, schoolId))
      .when(leave)
      .thenNothing();
    after(entered, moved, takenBack('moved', first, millrace))
      .when(details)
      .then({
        type: 'PupilDetailsChanged',
        data: { ...identity, yearGroup: 10 },
      });
    after(entered, left, takenBack('left', second, schoolId))
      .when({ type: 'RecordPupilLeft', data: { ...leaving, changeId: third } })
      .then({ type: 'PupilLeft', data: { ...leaving, changeId: third } });
  });
  it('takes back the last change alone, at the school whose the record is', () => {
    after(entered).when(takeBack(first)).thenRefused('school-change-not-the-last');
    after(entered, left, cameBack).when(takeBack(second, millrace)).thenRefused('school-change-not-the-last');
    after(entered, moved).when(takeBack(first)).thenRefused('pupil-of-another-school');
  });
  it('keeps still where the record was merged into another one', () => {
    const merging = { mergedOn: '2026-11-02', because: 'Twice.', placementIds: [], numberGoesAlong: false };
    after(entered, { type: 'PupilMerged', data: { ...about, intoId: third, ...merging } })
      .when(move)
      .thenRefused('pupil-merged');
  });

  // Whatever is ordered, in whichever order: the record is one school's, and what stands is a way that can be walked.
  it('is at one school or has left, whatever is ordered', () => {
    const schools = [schoolId, millrace, third];
    const order = fc.record({
      type: fc.constantFrom('move', 'leave', 'return', 'take back'),
      by: fc.constantFrom(...schools),
      to: fc.constantFrom(...schools),
      on: fc.constantFrom('2026-11-09', '2026-11-10', '2026-11-11'),
      changeId: fc.uuid(),
    });
    const commandOf = (each: typeof order extends fc.Arbitrary<infer O> ? O : never, known: Pupil): PupilCommand => {
      const data = { subjectId, schoolId: each.by, personId, on: each.on, changeId: each.changeId };
      switch (each.type) {
        case 'move':
          return { type: 'MovePupil', data: { ...data, toSchoolId: each.to } };
        case 'leave':
          return { type: 'RecordPupilLeft', data: { ...data, whereTo: 'finished' } };
        case 'return':
          return { type: 'RecordPupilCameBack', data: { ...data, toSchoolId: each.to } };
        case 'take back': {
          const changeId = known?.schools.changes.at(-1)?.changeId ?? each.changeId;
          return { type: 'TakeBackSchoolChange', data: { ...data, changeId, because: 'An error.' } };
        }
      }
    };
    fc.assert(
      fc.property(fc.array(order, { maxLength: 25 }), (orders) => {
        let known = pupil.evolve(null, entered);
        for (const each of orders) {
          const command = commandOf(each, known);
          const events = decided(command, known);
          for (const event of events) known = pupil.evolve(known, event);
          // Said again it is nothing new.
          expect(events.length > 0 ? pupil.decide(command, known) : []).toEqual([]);
          const changes = known?.schools.changes ?? [];
          let at = schoolId;
          let gone = false;
          let on = '';
          for (const change of changes) {
            expect([change.schoolId, gone, change.on >= on]).toEqual([at, change.kind === 'came-back', true]);
            ({ toSchoolId: at, on } = change);
            gone = change.kind === 'left';
          }
          expect(known?.identity.schoolId).toBe(at);
          expect(leavingOf(changes) !== null).toBe(gone);
        }
      }),
    );
  });
});

/** What is decided; nothing where it is refused. */
function decided(command: PupilCommand, known: Pupil): readonly PupilEvent[] {
  try {
    return pupil.decide(command, known);
  } catch {
    return [];
  }
}
