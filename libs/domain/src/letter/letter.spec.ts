import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { letterIdOf } from '../vocabulary.js';
import { isLetterSettled, letter, type LetterCommand, type LetterEvent } from './letter.js';

const { recipientId, siteId, dutyId, otherDutyId } = ids('recipientId', 'siteId', 'dutyId', 'otherDutyId');
const pupil = ids('placementId', 'subjectId', 'schoolId');
const occasion = `attendance-check-${siteId}-2026-11-24-am-chase`;
const about = { letterId: letterIdOf(recipientId, occasion), kind: 'attendance-chase' as const, recipientId };
const composition = {
  ...about,
  recipientKind: 'adult' as const,
  occasion,
  siteId,
  on: '2026-11-24',
  session: 'am' as const,
  step: 'chase',
  duties: [
    { dutyId, ...pupil },
    { dutyId: otherDutyId, ...pupil },
  ],
  composedAt: '2026-11-24T09:30:00.000Z',
};
const attempt = (n: number) => ({ ...about, attempt: n, begunAt: `2026-11-24T09:3${n}:00.000Z` });
const acceptance = { ...about, acceptedAt: '2026-11-24T09:31:02.000Z' };
const deferral = {
  ...about,
  refusedAt: '2026-11-24T09:31:02.000Z',
  permanent: false,
  againAt: '2026-11-24T09:32:02.000Z',
  reply: '451 Try again later',
};
const rejection = { ...about, refusedAt: '2026-11-24T09:31:02.000Z', permanent: true, reply: '550 No such mailbox' };
const callingOff = { ...about, calledOffAt: '2026-11-24T09:30:20.000Z' };

const composed: LetterEvent = { type: 'LetterComposed', data: composition };
const begun = (n: number): LetterEvent => ({ type: 'HandingOverBegun', data: attempt(n) });
const accepted: LetterEvent = { type: 'LetterAccepted', data: acceptance };
const deferred: LetterEvent = { type: 'LetterRefused', data: deferral };
const rejected: LetterEvent = { type: 'LetterRefused', data: rejection };
const calledOff: LetterEvent = { type: 'LetterCalledOff', data: callingOff };

const compose: LetterCommand = { type: 'ComposeLetter', data: composition };
const begin = (n: number): LetterCommand => ({ type: 'BeginHandingOver', data: attempt(n) });
const accept: LetterCommand = { type: 'AcceptLetter', data: acceptance };
const defer: LetterCommand = { type: 'RefuseLetter', data: deferral };
const reject: LetterCommand = { type: 'RefuseLetter', data: rejection };
const callOff: LetterCommand = { type: 'CallOffLetter', data: callingOff };

const after = given(letter);

describe('a letter', () => {
  it('is composed', () => after().when(compose).then(composed));
  it('is composed once, however often, and later for fewer duties', () => {
    after(composed).when(compose).thenNothing();
    after(composed)
      .when({
        type: 'ComposeLetter',
        data: { ...composition, duties: [{ dutyId: otherDutyId, ...pupil }], composedAt: '2026-11-24T09:35:00.000Z' },
      })
      .thenNothing();
    after(composed, begun(1), accepted).when(compose).thenNothing();
  });
  it('does not take up a duty that it was not composed for', () => {
    const { laterDutyId } = ids('laterDutyId');
    after(composed)
      .when({
        type: 'ComposeLetter',
        data: { ...composition, duties: [...composition.duties, { dutyId: laterDutyId, ...pupil }] },
      })
      .thenRefused('letter-already-composed');
  });
  it('is composed before anything else happens to it', () => {
    for (const command of [begin(1), accept, defer, reject, callOff]) {
      after().when(command).thenRefused('letter-not-composed');
    }
  });
});

describe('handing over a letter', () => {
  it('begins', () => after(composed).when(begin(1)).then(begun(1)));
  it('begins for one of two who try', () => after(composed, begun(1)).when(begin(1)).thenNothing());
  it('begins again when nothing was heard of the attempt before, or when it was refused for now', () => {
    after(composed, begun(1)).when(begin(2)).then(begun(2));
    after(composed, begun(1), deferred).when(begin(2)).then(begun(2));
  });
  it('is counted one by one', () => {
    after(composed).when(begin(2)).thenRefused('attempt-not-next');
    after(composed, begun(1)).when(begin(3)).thenRefused('attempt-not-next');
    after(composed, begun(1), begun(2)).when(begin(1)).thenNothing();
  });
  it('does not begin again once it is settled', () => {
    after(composed, begun(1), accepted).when(begin(2)).thenNothing();
    after(composed, begun(1), rejected).when(begin(2)).thenNothing();
    after(composed, calledOff).when(begin(1)).thenNothing();
  });
});

describe('a mail server’s answer', () => {
  it('is heard once handing over has begun', () => {
    after(composed).when(accept).thenRefused('handing-over-not-begun');
    after(composed).when(reject).thenRefused('handing-over-not-begun');
    after(composed, begun(1), deferred).when(reject).thenRefused('handing-over-not-begun');
  });

  it('may be that it takes the letter', () => after(composed, begun(1)).when(accept).then(accepted));
  it('is taken once, however often it is told', () =>
    after(composed, begun(1), accepted)
      .when({ type: 'AcceptLetter', data: { ...acceptance, acceptedAt: '2026-11-24T09:40:00.000Z' } })
      .thenNothing());
  it('is final when it takes the letter', () => {
    after(composed, begun(1), accepted).when(reject).thenNothing();
    after(composed, begun(1), accepted).when(defer).thenNothing();
    after(composed, begun(1), accepted).when(callOff).thenNothing();
  });
  it('counts when it crossed another attempt’s refusal', () => {
    after(composed, begun(1), begun(2), rejected).when(accept).then(accepted);
    after(composed, begun(1), begun(2), deferred).when(accept).then(accepted);
  });

  it('may be no, for good or for now', () => {
    after(composed, begun(1)).when(reject).then(rejected);
    after(composed, begun(1)).when(defer).then(deferred);
    after(composed, begun(1), deferred, begun(2)).when(reject).then(rejected);
  });
  it('is no once, however often it is told', () => {
    after(composed, begun(1), rejected).when(reject).thenNothing();
    after(composed, begun(1), deferred).when(defer).thenNothing();
    after(composed, begun(1), deferred, begun(2)).when(defer).thenNothing();
  });
  it('comes with a time for the next attempt when it is no for now', () => {
    const { againAt: _never, ...endless } = deferral;
    after(composed, begun(1)).when({ type: 'RefuseLetter', data: endless }).thenRefused('no-next-attempt');
  });
  it('is not heard anew after erasure', () =>
    after(composed, begun(1), { type: 'LetterRefused', data: { ...rejection, reply: erased } })
      .when(reject)
      .thenNothing());
});

describe('a letter with nothing left to say', () => {
  it('is called off before it goes, also before it goes again', () => {
    after(composed).when(callOff).then(calledOff);
    after(composed, begun(1), deferred).when(callOff).then(calledOff);
  });
  it('is called off once, however often', () => after(composed, calledOff).when(callOff).thenNothing());
  it('is not held back on its way', () => after(composed, begun(1)).when(callOff).thenNothing());
  it('is not called off when it was refused for good', () =>
    after(composed, begun(1), rejected).when(callOff).thenNothing());
});

describe('what a letter remembers', () => {
  const fold = (...events: readonly LetterEvent[]) =>
    events.reduce((state, event) => letter.evolve(state, event), letter.initial);

  it('is how often and when handing over began, and what was answered', () => {
    const now = fold(composed, begun(1), deferred, begun(2));
    expect(now).toMatchObject({ status: 'begun', attempts: 2, begunAt: attempt(2).begunAt, refusal: deferral });
  });
  it('is whether anything more will happen to it by itself', () => {
    const settled = (...events: readonly LetterEvent[]) => {
      const now = fold(...events);
      return now && isLetterSettled(now);
    };
    expect([settled(composed), settled(composed, begun(1)), settled(composed, begun(1), deferred)]).toEqual([
      false,
      false,
      false,
    ]);
    expect([settled(composed, begun(1), accepted), settled(composed, begun(1), rejected)]).toEqual([true, true]);
    expect(settled(composed, calledOff)).toBe(true);
  });
});
