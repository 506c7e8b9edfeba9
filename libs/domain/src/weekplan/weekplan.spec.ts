import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { weekplan, type RestOfWeekPlan, type WeekplanCommand, type WeekplanEvent } from './weekplan.js';

const { subjectId, schoolId, placementId, documentId } = ids('subjectId', 'schoolId', 'placementId', 'documentId');
const leave = {
  rationale: 'A phased return after an operation.',
  evidence: 'The letter of the hospital, seen on 4 November.',
  agreedWith: 'Sunita Shah, mother',
  agreedOn: '2026-11-12',
  reviewOn: '2026-11-30',
  endsOn: '2026-12-18',
};
const plan: RestOfWeekPlan = {
  subjectId,
  schoolId,
  from: '2026-11-16',
  beside: [placementId],
  sessions: [
    { weekday: 1, session: 'am', is: 'school' },
    { weekday: 1, session: 'pm', is: 'part-time-leave' },
    { weekday: 2, session: 'am', is: 'other' },
  ],
  otherwise: 'A course at the college, which is not in Waymark.',
  leave,
};
const document = { documentId, mediaType: 'application/pdf', bytes: 12, sealedHash: 'a'.repeat(64) } as const;

const planned = (data: RestOfWeekPlan): WeekplanEvent => ({ type: 'RestOfWeekPlanned', data });
const order = (data: RestOfWeekPlan): WeekplanCommand => ({ type: 'PlanRestOfWeek', data });
const withLeave = (changes: Partial<typeof leave>) => order({ ...plan, leave: { ...leave, ...changes } });

describe('a week plan', () => {
  const after = given(weekplan);

  it('says what becomes of the sessions that no placement takes', () => after().when(order(plan)).then(planned(plan)));
  it('is made once, however often it is sent', () => after(planned(plan)).when(order(plan)).thenNothing());
  it('is the same also when what it says is erased', () => {
    const gone = planned({ ...plan, sessions: erased, otherwise: erased, leave: erased });
    after(gone).when(order(plan)).thenNothing();
  });
  it('is changed from the same day, or from another', () => {
    const less = { ...plan, sessions: plan.sessions === erased ? [] : plan.sessions.slice(1) };
    after(planned(plan)).when(order(less)).then(planned(less));
    const later = { ...plan, from: '2026-11-23' };
    after(planned(plan)).when(order(later)).then(planned(later));
  });
  it('says one thing of a session', () => {
    const twice = [
      ...(plan.sessions === erased ? [] : plan.sessions),
      { weekday: 1, session: 'am', is: 'other' } as const,
    ];
    after()
      .when(order({ ...plan, sessions: twice }))
      .thenRefused('plan-sessions-not-distinct');
  });
  it('says what other sessions are, and says it of no others', () => {
    const { otherwise: _said, ...silent } = plan;
    after().when(order(silent)).thenRefused('other-sessions-without-words');
    const school = { ...plan, sessions: [{ weekday: 1, session: 'pm', is: 'part-time-leave' } as const] };
    after().when(order(school)).thenRefused('other-sessions-without-words');
  });

  // Procedure: S13.11
  it('has a rationale for part-time leave, and for nothing else', () => {
    const { leave: _rationale, ...without } = plan;
    after().when(order(without)).thenRefused('leave-without-rationale');
    const { otherwise: _words, ...rest } = plan;
    const inSchool = { ...rest, sessions: [{ weekday: 1, session: 'am', is: 'school' } as const] };
    after().when(order(inSchool)).thenRefused('leave-without-rationale');
  });

  // Procedure: S13.12
  it('has evidence for part-time leave: what was seen, or a document', () => {
    const { evidence: _seen, ...unseen } = leave;
    after()
      .when(order({ ...plan, leave: unseen }))
      .thenRefused('leave-without-evidence');
    const shown = { ...plan, leave: unseen, documents: [document], fileNames: ['letter.pdf'] };
    after().when(order(shown)).then(planned(shown));
  });

  it('has leave that ends, is looked at again before that, and was agreed beforehand', () => {
    after()
      .when(withLeave({ endsOn: '2026-11-15' }))
      .thenRefused('leave-ends-before-it-begins');
    after()
      .when(withLeave({ reviewOn: '2026-12-19' }))
      .thenRefused('leave-reviewed-outside-it');
    after()
      .when(withLeave({ reviewOn: '2026-11-15' }))
      .thenRefused('leave-reviewed-outside-it');
    after()
      .when(withLeave({ agreedOn: '2026-11-17' }))
      .thenRefused('leave-agreed-after-it-begins');
  });
});
