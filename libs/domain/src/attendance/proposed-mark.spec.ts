import fc from 'fast-check';
import { delivery, route } from '../placement/routes.js';
import { answer } from './attendance.js';
import { ground, grounds, question, questions } from './mark-grounds.js';
import {
  absenceCodes,
  absenceReason,
  basisOf,
  cautiousPolicy,
  codeOfReason,
  codesToDecide,
  isForAuthority,
  isPlain,
  nature,
  proposedMark,
  type MarkSituation,
  type Proposal,
} from './proposed-mark.js';
import { isAttendance, isInForce, registerCode, registerCodes } from './register-codes.js';

const usual: MarkSituation = {
  on: '2026-11-17',
  session: 'am',
  schoolMeets: true,
  expected: 'at-provider',
  route: 'agreed',
  delivery: 'in-person',
  suspended: null,
  seenAtSchool: false,
  providerClosed: false,
  stopped: false,
  conditions: { educational: 'yes', approved: 'yes', supervised: 'yes', 'in-session': 'yes' },
  nature: 'unregistered-provision',
  said: 'present',
  reason: null,
  explanationOverdue: false,
  policy: cautiousPolicy,
};
const where = (changes: Partial<MarkSituation>) => proposedMark({ ...usual, ...changes });
const coded = (code: string, ground: string) => ({ is: 'code', code, ground });
const codesIn = (proposal: Proposal) => (proposal.is === 'code' ? [proposal.code] : proposal.codes);
const askedIn = (proposal: Proposal) => (proposal.is === 'question' ? proposal.question : null);

const yesOrNot = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const);
const situations: fc.Arbitrary<MarkSituation> = fc.record({
  on: fc.constantFrom('2024-09-03', '2026-11-17'),
  session: fc.constantFrom('am' as const, 'pm' as const),
  schoolMeets: fc.boolean(),
  expected: fc.constantFrom('at-provider' as const, 'on-part-time-leave' as const, 'in-two-places' as const),
  route: fc.constantFrom(...route.options),
  delivery: fc.constantFrom(...delivery.options),
  suspended: fc.constantFrom('first-days' as const, 'from-day-six' as const, null),
  seenAtSchool: fc.boolean(),
  providerClosed: fc.boolean(),
  stopped: fc.boolean(),
  conditions: fc.record({ educational: yesOrNot, approved: yesOrNot, supervised: yesOrNot, 'in-session': yesOrNot }),
  nature: fc.constantFrom(...nature.options, null),
  said: fc.constantFrom(...answer.options, null),
  reason: fc.constantFrom(...absenceReason.options, null),
  explanationOverdue: fc.boolean(),
  policy: fc.record({
    online: fc.constantFrom('absence' as const, 'ask' as const),
    late: fc.constantFrom('ask' as const, 'as-attended' as const, 'U' as const),
  }),
});

describe('the mark that is proposed for a session off-site', () => {
  // Procedure: S8.2, S8.7, S8.10, S8.16, S8.17, S8.18, S8.19
  it.each([
    ['agreed', 'unregistered-provision', coded('B', 'activity-attended')],
    ['directed', 'college-course', coded('B', 'activity-attended')],
    ['suspension', 'tuition', coded('B', 'activity-attended')],
    ['within-trust', 'transition-day', coded('B', 'activity-attended')],
    ['agreed', 'sport', coded('P', 'sport-attended')],
    ['agreed', 'work-experience', coded('W', 'work-experience-attended')],
    ['agreed', 'visit', coded('V', 'visit-attended')],
    ['local-authority', 'unregistered-provision', coded('K', 'authority-arranged')],
    ['local-authority', 'sport', coded('K', 'authority-arranged')],
  ] as const)('by the route %s, where the pupil did %s and was there', (by, does, proposal) =>
    expect(where({ route: by, nature: does })).toEqual(proposal),
  );
  // Procedure: S8.9
  it('is D where the pupil is on both rolls, whatever was said', () => {
    for (const said of [...answer.options, null])
      expect(where({ route: 'dual-registered', said })).toEqual(coded('D', 'dual-registered'));
  });
  // Procedure: S8.8
  it('is for the school’s own register where the pupil was seen at school', () => {
    expect(where({ seenAtSchool: true })).toEqual({ is: 'question', question: 'at-school', codes: ['/', 'L'] });
    expect(codesIn(where({ seenAtSchool: true, session: 'pm', said: null }))).toEqual(['\\', 'L']);
  });
  it('is not wanted on a day without school, and leave where the plan has it', () => {
    expect(where({ schoolMeets: false })).toEqual(coded('#', 'school-not-meeting'));
    expect(where({ expected: 'on-part-time-leave', said: null })).toEqual(coded('C2', 'part-time-plan'));
  });
  it('is E on the first five days of a suspension, and from the sixth what was attended', () => {
    expect(where({ suspended: 'first-days', said: null })).toEqual(coded('E', 'suspension-first-days'));
    expect(where({ suspended: 'from-day-six' })).toEqual(coded('B', 'activity-attended'));
  });
  // Procedure: S8.22, S8.23
  it('is N where nobody said anything, or not why; and O once the time to find out is over', () => {
    expect(where({ said: null })).toEqual(coded('N', 'no-word'));
    expect(where({ said: 'absent' })).toEqual(coded('N', 'reason-not-known'));
    expect(where({ said: 'absent', explanationOverdue: true })).toEqual(coded('O', 'not-explained-in-time'));
    expect(where({ said: null, explanationOverdue: true })).toEqual(coded('O', 'not-explained-in-time'));
    expect(isPlain(where({ said: null, explanationOverdue: true }))).toBe(false);
  });
  it.each(absenceReason.options)('is by its reason where the pupil was away: %s', (reason) => {
    const proposal = where({ said: 'absent', reason });
    expect(proposal).toEqual(coded(codeOfReason[reason], 'reason-known'));
    expect(isPlain(proposal)).toBe(false);
  });
  it.each([
    ['not-educational', { educational: 'unknown' }],
    ['not-approved', { approved: 'unknown' }],
    ['not-supervised', { supervised: 'unknown' }],
    ['not-in-session', { 'in-session': 'unknown' }],
  ] as const)('is a question where it is %s, as far as is recorded', (asked, changed) => {
    const conditions = { ...usual.conditions, ...changed };
    expect(askedIn(where({ conditions }))).toBe(asked);
    expect(codesIn(where({ conditions }))).toContain('B');
    // Known not to be so, it is no attendance at all; and what the local authority arranged is not for the school to approve.
    const [[name]] = Object.entries(changed) as [[string, string]];
    expect(codesIn(where({ conditions: { ...usual.conditions, [name]: 'no' } })).some(isAttendance)).toBe(false);
    expect(where({ conditions, route: 'local-authority' })).toEqual(coded('K', 'authority-arranged'));
  });
  it.each([
    ['provider-stopped', { stopped: true }],
    ['provider-closed', { providerClosed: true, said: null }],
    ['two-places', { expected: 'in-two-places' }],
    ['what-activity', { nature: null }],
    ['came-late', { said: 'late' }],
    ['online-at-home', { delivery: 'online-at-home' }],
  ] as const)('is a question: %s', (asked, changes) => expect(askedIn(where(changes))).toBe(asked));
  it('is what a school has set for late arrivals, and still decided one by one where it is an absence', () => {
    expect(where({ said: 'late', policy: { ...cautiousPolicy, late: 'as-attended' } })).toEqual(
      coded('B', 'activity-attended'),
    );
    expect(codesIn(where({ said: 'late', policy: { ...cautiousPolicy, late: 'U' } }))).toEqual(['U', 'B']);
  });
  it('can be the local authority’s code online only where a school lets it be asked', () => {
    const online = { delivery: 'online-at-home', route: 'local-authority' } as const;
    expect(codesIn(where(online)).some(isAttendance)).toBe(false);
    expect(codesIn(where({ ...online, policy: { ...cautiousPolicy, online: 'ask' } }))).toContain('K');
  });

  it('is decided by what is proposed or otherwise, but for what was decided elsewhere', () => {
    expect(codesToDecide({ ...usual, route: 'dual-registered' })).toEqual(['D']);
    expect(codesToDecide({ ...usual, expected: 'on-part-time-leave' })).toEqual(['C2']);
    expect(codesToDecide({ ...usual, seenAtSchool: true })).toEqual(['/', 'L']);
    expect(codesToDecide(usual).slice(0, 2)).toEqual(['B', 'N']);
    expect(codesToDecide({ ...usual, said: 'absent' })).toEqual(absenceCodes);
    fc.assert(
      fc.property(situations, (situation) => {
        expect(codesToDecide(situation)).toEqual(expect.arrayContaining([...codesIn(proposedMark(situation))]));
      }),
    );
  });
  it('rests on what was proposed, on the question that was decided, or on the reason', () => {
    expect(basisOf(usual, 'B')).toBe('activity-attended');
    expect(basisOf({ ...usual, stopped: true }, 'B')).toBe('provider-stopped');
    expect(basisOf({ ...usual, said: 'absent' }, 'I')).toBe('reason-known');
    expect(basisOf({ ...usual, said: 'absent', explanationOverdue: true }, 'N')).toBe('reason-not-known');
    expect(basisOf({ ...usual, said: null, reason: 'illness' }, 'N')).toBe('no-word');
  });
  it('is for those who may authorise where it says that a reason was accepted, or that there is none', () => {
    expect(registerCode.options.filter(isForAuthority).toSorted()).toEqual(
      ['C', 'C1', 'G', 'I', 'J1', 'M', 'O', 'Q', 'R', 'S', 'T', 'U', 'Y1', 'Y2', 'Y5', 'Y6', 'Y7'].toSorted(),
    );
  });

  it('is never attendance elsewhere unless the provider said of that session that the pupil was there', () => {
    const unconfirmed = fc.constantFrom('absent' as const, null);
    fc.assert(
      fc.property(situations, unconfirmed, (any, said) => {
        const codes = codesIn(proposedMark({ ...any, said }));
        expect(codes.filter((each) => ['B', 'K', 'P', 'V', 'W'].includes(each))).toEqual([]);
        // At the school itself it is the school that saw them.
        expect(codesIn(proposedMark({ ...any, said, seenAtSchool: false })).filter(isAttendance)).toEqual([]);
      }),
    );
  });
  it('is no attendance where it was online at home, unless a school lets it be asked', () => {
    fc.assert(
      fc.property(situations, (any) => {
        const situation = { ...any, delivery: 'online-at-home' as const, policy: cautiousPolicy, seenAtSchool: false };
        expect(codesIn(proposedMark(situation)).some(isAttendance)).toBe(false);
      }),
    );
  });
  it('is leave for a part-time timetable by the plan alone, and can always be decided by a code in force', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const proposal = proposedMark(situation);
        expect(codesIn(proposal).includes('C2')).toBe(
          situation.schoolMeets && situation.expected === 'on-part-time-leave',
        );
        expect(codesIn(proposal).length).toBeGreaterThan(0);
        expect(codesIn(proposal).every((each) => isInForce(each, situation.on))).toBe(true);
        expect(new Set(codesIn(proposal)).size).toBe(codesIn(proposal).length);
      }),
    );
  });
  it('says in words what it rests on, and where that is written', () => {
    for (const each of ground.options) expect(grounds[each].source).not.toBe('');
    for (const each of question.options) expect(questions[each].words).not.toBe('');
    // Procedure: S8.10
    expect(grounds['authority-arranged'].source).toContain('42(2) and 61(1)');
  });
});

describe('the codes of a register', () => {
  it('are read for good, and entered only while they count', () => {
    for (const each of registerCode.options) expect(registerCodes[each].meaning).not.toBe('');
    expect([isInForce('J', '2023-05-02'), isInForce('J', '2026-11-17')]).toEqual([true, false]);
    expect([isInForce('K', '2024-08-18'), isInForce('K', '2024-08-19')]).toEqual([false, true]);
    expect(isInForce('B', '2012-05-02')).toBe(true);
  });
});
