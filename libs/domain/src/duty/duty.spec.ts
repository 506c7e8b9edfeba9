import { given, ids } from '#testing';
import { attendanceIdOf, dutyIdOf } from '../vocabulary.js';
import { duty, isDutyClosed, stepStands, type Duty, type DutyCommand, type DutyEvent } from './duty.js';

const { placementId, subjectId, schoolId, siteId } = ids('placementId', 'subjectId', 'schoolId', 'siteId');
const { leadId, deputyId, headId } = ids('leadId', 'deputyId', 'headId');
const { letterToLead, letterToDeputy, letterToHead } = ids('letterToLead', 'letterToDeputy', 'letterToHead');
const session = { placementId, subjectId, schoolId, siteId, on: '2026-11-24', session: 'am' as const };
const about = {
  dutyId: dutyIdOf('attendance-check', attendanceIdOf(session)),
  kind: 'attendance-check' as const,
  ...session,
};
const owed = {
  ...about,
  raisedAt: '2026-11-24T09:00:00.000Z',
  dueAt: '2026-11-24T09:30:00.000Z',
  missedAt: '2026-11-24T12:00:00.000Z',
  late: false,
};
const step = {
  ...about,
  step: 'unanswered-lead',
  takenAt: '2026-11-24T09:30:00.000Z',
  told: [leadId, deputyId],
  letters: [letterToLead, letterToDeputy],
  stale: false,
};
const toHead = { ...step, takenAt: '2026-11-24T09:34:00.000Z', told: [headId], letters: [letterToHead] };
const met = {
  ...about,
  fact: `attendance-${attendanceIdOf(session)}`,
  doneAt: '2026-11-24T09:12:00.000Z',
  factRecordedAt: '2026-11-24T09:12:01.000Z',
};

const raised: DutyEvent = { type: 'DutyRaised', data: owed };
const taken: DutyEvent = { type: 'DutyStepTaken', data: step };
const failed = (letterId: string): DutyEvent => ({
  type: 'DutyStepFailed',
  data: { ...about, step: 'unanswered-lead', letterId },
});
const takenOn: DutyEvent = {
  type: 'DutyTaken',
  data: { ...about, personId: leadId, takenAt: '2026-11-24T09:40:00.000Z' },
};
const dutyMet: DutyEvent = { type: 'DutyMet', data: met };
const missed: DutyEvent = { type: 'DutyMissed', data: { ...about, clockAt: '2026-11-24T12:00:30.000Z' } };
const withdrawn: DutyEvent = { type: 'DutyWithdrawn', data: { ...about, because: 'provider-closed' } };

const raise: DutyCommand = { type: 'RaiseDuty', data: owed };
const takeStep: DutyCommand = { type: 'TakeStep', data: step };
const takeStepToHead: DutyCommand = { type: 'TakeStep', data: toHead };
const fail = (letterId: string): DutyCommand => ({
  type: 'FailStep',
  data: { ...about, step: 'unanswered-lead', letterId },
});
const take = (personId: string, takenAt = '2026-11-24T09:40:00.000Z'): DutyCommand => ({
  type: 'TakeDuty',
  data: { ...about, personId, takenAt },
});
const meet = (as: Partial<typeof met> = {}): DutyCommand => ({ type: 'MeetDuty', data: { ...met, ...as } });
const passTo = (clockAt: string): DutyCommand => ({ type: 'LetTimePass', data: { ...about, clockAt } });
const withdraw: DutyCommand = { type: 'WithdrawDuty', data: { ...about, because: 'provider-closed' } };

const after = given(duty);

describe('a duty', () => {
  it('is raised', () => after().when(raise).then(raised));
  it('is raised once, however often, and whatever has become of it', () => {
    after(raised).when(raise).thenNothing();
    after(raised)
      .when({ type: 'RaiseDuty', data: { ...owed, raisedAt: '2026-11-24T09:20:00.000Z', late: true } })
      .thenNothing();
    after(raised, missed).when(raise).thenNothing();
    after(raised, dutyMet).when(raise).thenNothing();
  });
  it('decides nothing before it is raised', () => {
    for (const command of [
      takeStep,
      fail(letterToLead),
      take(leadId),
      meet(),
      passTo('2026-11-25T00:00:00.000Z'),
      withdraw,
    ]) {
      after().when(command).thenNothing();
    }
  });
  it('decides nothing when it is closed', () => {
    for (const close of [dutyMet, withdrawn, { type: 'DutyShownDoneOnTime' as const, data: met }]) {
      for (const command of [
        takeStep,
        fail(letterToLead),
        take(leadId),
        meet(),
        passTo('2026-11-25T00:00:00.000Z'),
        withdraw,
      ]) {
        after(raised, taken, close)
          .when(command === takeStep ? takeStepToHead : command)
          .thenNothing();
      }
    }
  });

  it('is withdrawn when it was never owed, also when it was missed', () => {
    after(raised).when(withdraw).then(withdrawn);
    after(raised, missed).when(withdraw).then(withdrawn);
  });
  it('is raised again when it turns out to be owed after all, and remembers whom it has told', () => {
    after(raised, taken, withdrawn).when(raise).then(raised);
    after(raised, taken, withdrawn, raised).when(takeStep).thenNothing();
    expect(fold(raised, taken, withdrawn, raised)?.told).toEqual([leadId, deputyId]);
  });
});

describe('a duty that is met', () => {
  it('is met by a fact in time', () => after(raised).when(meet()).then(dutyMet));
  it('is met to the last moment', () => {
    const last = { doneAt: owed.missedAt, factRecordedAt: owed.missedAt };
    after(raised)
      .when(meet(last))
      .then({ type: 'DutyMet', data: { ...met, ...last } });
  });
  it('is not met by a fact that came too late', () => {
    const late = { doneAt: '2026-11-24T12:00:00.001Z', factRecordedAt: '2026-11-24T12:00:00.001Z' };
    after(raised).when(meet(late)).thenNothing();
    after(raised, missed).when(meet(late)).thenNothing();
  });
  it('shows as done on time when the fact was recorded too late', () => {
    const told = { factRecordedAt: '2026-11-24T12:00:00.001Z' };
    const shown: DutyEvent = { type: 'DutyShownDoneOnTime', data: { ...met, ...told } };
    after(raised).when(meet(told)).then(shown);
    after(raised, missed).when(meet(told)).then(shown);
  });
  it('shows as done on time when it has been called missed before the fact was heard of', () =>
    after(raised, missed).when(meet()).then({ type: 'DutyShownDoneOnTime', data: met }));
  it('is met whenever, when it is never missed', () => {
    const { missedAt: _never, ...open } = owed;
    const late = { doneAt: '2026-11-26T15:00:00.000Z', factRecordedAt: '2026-11-26T15:00:00.000Z' };
    after({ type: 'DutyRaised', data: open })
      .when(meet(late))
      .then({ type: 'DutyMet', data: { ...met, ...late } });
  });
});

describe('a duty that is missed', () => {
  it('is missed when time has passed', () => after(raised).when(passTo('2026-11-24T12:00:30.000Z')).then(missed));
  it('is not missed in its last moment', () => after(raised).when(passTo(owed.missedAt)).thenNothing());
  it('is missed once, however often time passes', () =>
    after(raised, missed).when(passTo('2026-11-24T12:05:00.000Z')).thenNothing());
  it('is never missed without a time at which it would be', () => {
    const { missedAt: _never, ...open } = owed;
    after({ type: 'DutyRaised', data: open }).when(passTo('2027-11-24T12:00:00.000Z')).thenNothing();
  });
  it('still has steps to take', () => after(raised, missed).when(takeStep).then(taken));
});

describe('a step of a duty', () => {
  it('is taken', () => after(raised).when(takeStep).then(taken));
  it('is taken once, however often, and whomever it would tell', () => {
    after(raised, taken).when(takeStep).thenNothing();
    after(raised, taken).when(takeStepToHead).thenNothing();
  });
  it('is taken even when it told nobody', () => {
    const nobody = { ...step, told: [], letters: [] };
    after(raised).when({ type: 'TakeStep', data: nobody }).then({ type: 'DutyStepTaken', data: nobody });
    after(raised, { type: 'DutyStepTaken', data: nobody }).when(takeStepToHead).thenNothing();
  });

  it('fails by letter', () => after(raised, taken).when(fail(letterToLead)).then(failed(letterToLead)));
  it('fails once by each letter, however often', () =>
    after(raised, taken, failed(letterToLead)).when(fail(letterToLead)).thenNothing());
  it('fails by its own letters alone', () => {
    after(raised, taken).when(fail(letterToHead)).thenNothing();
    after(raised).when(fail(letterToLead)).thenNothing();
  });
  it('stands as long as one letter does', () =>
    after(raised, taken, failed(letterToLead)).when(takeStepToHead).thenNothing());
  it('is owed again, to somebody else, when all have failed', () =>
    after(raised, taken, failed(letterToLead), failed(letterToDeputy))
      .when(takeStepToHead)
      .then({ type: 'DutyStepTaken', data: toHead }));
  it('is not taken again by the letters that failed', () =>
    after(raised, taken, failed(letterToLead), failed(letterToDeputy)).when(takeStep).thenNothing());
  it('is taken again by letters of which one is new', () => {
    const partly = { ...step, letters: [letterToLead, letterToHead] };
    after(raised, taken, failed(letterToLead), failed(letterToDeputy))
      .when({ type: 'TakeStep', data: partly })
      .then({ type: 'DutyStepTaken', data: partly });
  });
  it('is taken once more, and no oftener', () => {
    const again: DutyEvent = { type: 'DutyStepTaken', data: toHead };
    const history = [raised, taken, failed(letterToLead), failed(letterToDeputy), again] as const;
    after(...history)
      .when(takeStepToHead)
      .thenNothing();
    after(...history)
      .when(takeStep)
      .thenNothing();
    after(...history)
      .when(fail(letterToLead))
      .thenNothing();
    after(...history)
      .when(fail(letterToHead))
      .then(failed(letterToHead));
  });
});

describe('a duty whose date is moved', () => {
  const gap = { dutyId: about.dutyId, kind: 'placement-gap' as const, placementId, subjectId, schoolId, siteId };
  const ofGap = { ...gap, matter: 'agreement-signed' };
  const first = '2026-12-11T23:59:59.999Z';
  const second = '2027-01-15T23:59:59.999Z';
  const gapRaised: DutyEvent = {
    type: 'DutyRaised',
    data: { ...ofGap, raisedAt: '2026-11-24T09:00:00.000Z', dueAt: first, missedAt: first, late: false },
  };
  const to = (dueAt: string, movedAt: string) => ({ ...ofGap, dueAt, missedAt: dueAt, movedAt });
  const moved = (dueAt: string, movedAt: string): DutyEvent => ({ type: 'DutyMoved', data: to(dueAt, movedAt) });
  const move = (dueAt: string, movedAt: string): DutyCommand => ({ type: 'MoveDuty', data: to(dueAt, movedAt) });
  const meetOn = (doneAt: string): DutyCommand => ({
    type: 'MeetDuty',
    data: { ...ofGap, fact: 'placement-1', doneAt, factRecordedAt: doneAt },
  });
  const inTime = '2026-12-01T10:00:00.000Z';
  const tooLate = '2026-12-14T10:00:00.000Z';

  it('is due by the other date', () => {
    after(gapRaised).when(move(second, inTime)).then(moved(second, inTime));
    after(gapRaised, moved(second, inTime))
      .when(meetOn(tooLate))
      .then({
        type: 'DutyMet',
        data: { ...ofGap, fact: 'placement-1', doneAt: tooLate, factRecordedAt: tooLate },
      });
  });
  it('is moved once, however often, and not back by an old order', () => {
    after(gapRaised, moved(second, inTime)).when(move(second, inTime)).thenNothing();
    after(gapRaised, moved(second, inTime)).when(move(first, '2026-11-30T10:00:00.000Z')).thenNothing();
  });
  it('has been missed by a date that had passed before', () => {
    const missedThen: DutyEvent = { type: 'DutyMissed', data: { ...ofGap, clockAt: tooLate } };
    after(gapRaised).when(move(second, tooLate)).then(missedThen, moved(second, tooLate));
    after(gapRaised, missedThen).when(move(second, tooLate)).then(moved(second, tooLate));
    // Done by the second date, it is still missed by the first.
    after(gapRaised, missedThen, moved(second, tooLate)).when(meetOn('2026-12-20T10:00:00.000Z')).thenNothing();
  });
  it('begins its ladder anew', () => {
    const reminded: DutyEvent = {
      type: 'DutyStepTaken',
      data: { ...step, ...ofGap, on: undefined, session: undefined },
    };
    const now = fold(gapRaised, reminded, moved(second, inTime));
    expect([now?.steps, now?.told, now?.dueAt]).toEqual([{}, [], second]);
  });
  it('is moved no more when it is closed', () =>
    after(gapRaised, { type: 'DutyWithdrawn', data: { ...ofGap, because: 'placement-ended' } })
      .when(move(second, inTime))
      .thenNothing());
});

describe('a duty that somebody takes', () => {
  it('is taken by a named person', () => after(raised).when(take(leadId)).then(takenOn));
  it('is taken once, however often', () =>
    after(raised, takenOn).when(take(leadId, '2026-11-24T09:45:00.000Z')).thenNothing());
  it('is taken by one person', () => after(raised, takenOn).when(take(headId)).thenRefused('already-taken'));
  it('is taken over from whoever has it, and from nobody else', () => {
    const data = { ...about, personId: headId, takenAt: '2026-11-24T09:45:00.000Z', insteadOf: leadId };
    const over = (insteadOf: string): DutyCommand => ({ type: 'TakeDuty', data: { ...data, insteadOf } });
    after(raised, takenOn).when(over(leadId)).then({ type: 'DutyTaken', data });
    after(raised, takenOn).when(over(headId)).thenRefused('already-taken');
    after(raised, takenOn, { type: 'DutyTaken', data }).when(over(leadId)).thenNothing();
  });
});

describe('what a duty remembers', () => {
  it('is whom it has told, also by letters that failed', () => {
    const again: DutyEvent = { type: 'DutyStepTaken', data: toHead };
    const now = fold(raised, taken, failed(letterToLead), failed(letterToDeputy), again);
    expect(now?.told).toEqual([leadId, deputyId, headId]);
    expect(now?.failedLetters).toEqual([letterToLead, letterToDeputy]);
  });
  it('is which steps stand', () => {
    const stands = (...events: readonly DutyEvent[]) => {
      const now = fold(...events);
      return now && stepStands(now, 'unanswered-lead');
    };
    expect(stands(raised)).toBe(false);
    expect(stands(raised, taken, failed(letterToLead))).toBe(true);
    expect(stands(raised, taken, failed(letterToLead), failed(letterToDeputy))).toBe(false);
  });
  it('is whether it is over', () => {
    const over = (...events: readonly DutyEvent[]) => {
      const now = fold(...events);
      return now && isDutyClosed(now);
    };
    expect([over(raised), over(raised, missed)]).toEqual([false, false]);
    expect([over(raised, dutyMet), over(raised, withdrawn)]).toEqual([true, true]);
  });
});

const fold = (...events: readonly DutyEvent[]): Duty =>
  events.reduce((state, event) => duty.evolve(state, event), duty.initial);
