import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { attendance, type AttendanceCommand, type AttendanceEvent } from './attendance.js';
import type { RegisterMark } from './marking.js';
import { isAttendance, registerCode } from './register-codes.js';

const about = {
  ...ids('placementId', 'subjectId', 'schoolId', 'siteId'),
  on: '2026-11-24',
  session: 'am' as const,
};
const { byId, personId, headId } = ids('byId', 'personId', 'headId');
const sessionBeginsAt = '2026-11-24T08:50:00.000Z';
const said = (answer: 'present' | 'late' | 'absent'): AttendanceEvent => ({
  type: 'ProviderAnswered',
  data: { ...about, answer, answeredAt: '2026-11-24T09:05:00.000Z', channel: 'link', byId },
});
const decidedAt = '2026-11-24T12:30:00.000Z';
const by = { ...about, decidedBy: personId, decidedAt };
const attended: RegisterMark = { ...by, code: 'B', basis: 'activity-attended', nature: 'college-course' };
const unexplained: RegisterMark = { ...by, code: 'N', basis: 'reason-not-known' };
const ill: RegisterMark = { ...by, code: 'I', basis: 'reason-known', authorisedBy: headId };
const decide = (mark: RegisterMark, because?: string): AttendanceCommand => ({
  type: 'DecideMark',
  data: { ...mark, sessionBeginsAt, ...(because === undefined ? {} : { because }) },
});
const decided = (data: RegisterMark): AttendanceEvent => ({ type: 'MarkDecided', data });
const entry = { ...about, enteredBy: personId, enteredAt: '2026-11-24T12:40:00.000Z' };
const enter = (code: 'B' | 'N' | 'I'): AttendanceCommand => ({ type: 'EnterMark', data: { ...entry, code } });
const entered = (code: 'B' | 'N' | 'I'): AttendanceEvent => ({ type: 'MarkEntered', data: { ...entry, code } });

describe('the mark of a session', () => {
  const after = given(attendance);

  // Procedure: S8.16, S8.23
  it('is decided by a person, with what the pupil did there', () => {
    after(said('present')).when(decide(attended)).then(decided(attended));
    const { nature: _, ...without } = attended;
    after(said('present')).when(decide(without)).thenRefused('mark-without-nature');
  });
  it('is decided once, however often', () =>
    after(said('present'), decided(attended)).when(decide(attended)).thenNothing());

  // Procedure: S8.22
  it('is no attendance where the provider has not said so', () => {
    after().when(decide(attended)).thenRefused('attendance-unconfirmed');
    after(said('absent')).when(decide(attended)).thenRefused('attendance-unconfirmed');
    after().when(decide(unexplained)).then(decided(unexplained));
  });
  it.each(registerCode.options.filter((each) => isAttendance(each) && each !== 'J'))(
    'is not %s where the provider has not said that the pupil was there, whatever else it rests on',
    (code) => {
      const mark: RegisterMark = { ...attended, code, basis: 'not-supervised' };
      after().when(decide(mark)).thenRefused('attendance-unconfirmed');
      after(said('absent')).when(decide(mark)).thenRefused('attendance-unconfirmed');
    },
  );
  it('is present where the school itself saw the pupil', () => {
    const inSchool: RegisterMark = { ...by, code: '/', basis: 'at-school' };
    after().when(decide(inSchool)).then(decided(inSchool));
  });
  it('is decided once the session has begun, by a code that counts on that day', () => {
    const early = { ...unexplained, decidedAt: '2026-11-24T08:49:59.999Z' };
    after().when(decide(early)).thenRefused('mark-before-session');
    after()
      .when(decide({ ...unexplained, code: 'H' }))
      .thenRefused('code-not-in-force');
  });
  it('is an authorised absence only where somebody authorised it, or it was settled before', () => {
    const { authorisedBy: _, ...alone } = ill;
    after(said('absent')).when(decide(alone)).thenRefused('absence-not-authorised');
    after(said('absent')).when(decide(ill)).then(decided(ill));
    const leave: RegisterMark = { ...by, code: 'C2', basis: 'part-time-plan' };
    after().when(decide(leave)).then(decided(leave));
    after()
      .when(decide({ ...leave, basis: 'reason-known', authorisedBy: headId }))
      .thenRefused('leave-not-in-plan');
  });

  it('is amended with a reason, and keeps the one before', () => {
    const history = [said('absent'), decided(unexplained)];
    after(...history)
      .when(decide(ill))
      .thenRefused('amended-without-reason');
    const because = 'Her mother rang: a cold.';
    after(...history)
      .when(decide(ill, because))
      .then({ type: 'MarkAmended', data: { ...ill, before: 'N', because } });
  });
  it('is entered as it was decided, once, and again when it has changed', () => {
    after().when(enter('N')).thenRefused('mark-not-decided');
    after(decided(unexplained)).when(enter('N')).then(entered('N'));
    after(decided(unexplained), entered('N')).when(enter('N')).thenNothing();
    after(decided(unexplained)).when(enter('I')).thenRefused('mark-decided-otherwise');
    const amended: AttendanceEvent = { type: 'MarkAmended', data: { ...ill, before: 'N', because: 'A cold.' } };
    after(decided(unexplained), entered('N'), amended).when(enter('I')).then(entered('I'));
  });
  it('leaves what the provider said as it was', () => {
    const { type: _, data } = said('present');
    const command = { type: 'RecordAnswer', data: { ...data, sessionBeginsAt } } as AttendanceCommand;
    after(decided(unexplained)).when(command).then(said('present'));
  });
  it('is not decided anew after erasure', () =>
    after(decided({ ...unexplained, code: erased, basis: erased }))
      .when(decide(ill, 'A cold.'))
      .thenNothing());
});
