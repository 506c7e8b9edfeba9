import fc from 'fast-check';
import { newId } from '#event-sourcing';
import {
  hoursAWeekOf,
  registrationRuleOn,
  registrationSignal,
  type RegistrationSignal,
  type Taught,
} from './registration-signal.js';

const rule = registrationRuleOn('2026-11-16');
const taught = (hoursAWeek: number, flagged: Taught['flagged'] = 'no', subjectId = newId()): Taught => ({
  subjectId,
  hoursAWeek,
  flagged,
});
const many = (n: number, hoursAWeek: number) => Array.from({ length: n }, () => taught(hoursAWeek));
const levelOf = (...all: readonly Taught[]) => registrationSignal(all, rule).level;

describe('the signal that a provider may need to register', () => {
  // Procedure: S4.6
  it('is red from the fifth full-time pupil on, and from the first who is looked after or has a plan', () => {
    expect(levelOf(...many(4, 20))).toBe('none');
    expect(levelOf(...many(5, 20))).toBe('red');
    expect(levelOf(taught(19, 'yes'))).toBe('red');
    expect(levelOf(taught(10, 'yes'))).toBe('none');
  });
  it('is red across two schools, and tells counts alone', () => {
    const [ours, theirs] = [many(3, 20), many(2, 20)];
    expect([levelOf(...ours), levelOf(...theirs)]).toEqual(['none', 'none']);
    expect(registrationSignal([...ours, ...theirs], rule)).toEqual({
      level: 'red',
      pupils: 5,
      fullTime: 5,
      flaggedFullTime: 0,
      worthALook: 0,
    });
  });
  it('is amber where the hours of such a pupil are worth a look, or nobody knows whether there is such a one', () => {
    expect(levelOf(taught(14.9, 'yes'))).toBe('none');
    expect(levelOf(taught(15, 'yes'))).toBe('amber');
    expect(levelOf(taught(17.9, 'yes'))).toBe('amber');
    expect(levelOf(taught(18, 'yes'))).toBe('red');
    expect(levelOf(taught(20, 'unknown'))).toBe('amber');
  });
  it('adds up what one pupil is taught in several placements', () => {
    const subjectId = newId();
    expect(levelOf(taught(10, 'yes', subjectId), taught(9, 'unknown', subjectId))).toBe('red');
    expect(registrationSignal([taught(10, 'yes', subjectId), taught(9, 'no', subjectId)], rule).pupils).toBe(1);
  });

  const order: readonly RegistrationSignal['level'][] = ['none', 'amber', 'red'];
  const subjects = Array.from({ length: 7 }, () => newId());
  const aPupil = fc.record({
    subjectId: fc.constantFrom(...subjects),
    hoursAWeek: fc.integer({ min: 0, max: 30 }),
    flagged: fc.constantFrom('no' as const, 'unknown' as const, 'yes' as const),
  });
  it('never goes down when there is one more pupil, or more hours', () =>
    fc.assert(
      fc.property(fc.array(aPupil, { maxLength: 9 }), aPupil, (all, one) => {
        expect(order.indexOf(levelOf(...all, one))).toBeGreaterThanOrEqual(order.indexOf(levelOf(...all)));
        const longer = all.map((each, index) => (index === 0 ? { ...each, hoursAWeek: each.hoursAWeek + 1 } : each));
        expect(order.indexOf(levelOf(...longer))).toBeGreaterThanOrEqual(order.indexOf(levelOf(...all)));
      }),
    ));
  it('is the same in whichever order pupils are told', () =>
    fc.assert(
      fc.property(fc.array(aPupil, { maxLength: 9 }), (all) => {
        expect(registrationSignal(all.toReversed(), rule)).toEqual(registrationSignal(all, rule));
      }),
    ));
});

describe('the hours of a week', () => {
  it('run from the first arrival of a day to the last leaving', () => {
    expect(
      hoursAWeekOf([
        { weekday: 1, session: 'pm', arriveAt: '13:00', leaveAt: '15:30' },
        { weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' },
        { weekday: 3, session: 'am', arriveAt: '09:15', leaveAt: '12:00' },
      ]),
    ).toBe(9.25);
    expect(hoursAWeekOf([])).toBe(0);
  });
});

describe('the rule', () => {
  it('is the one in force on the day; before the first, that one', () => {
    expect(registrationRuleOn('1999-01-01')).toBe(rule);
    expect(rule.certainty).toContain('hours are not');
  });
});
