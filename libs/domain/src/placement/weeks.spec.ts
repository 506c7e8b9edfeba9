import type { Slot } from '../vocabulary.js';
import { slotsOn, withWeek } from './weeks.js';

const slot = (weekday: 1 | 2 | 3): Slot => ({ weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' });
const first = { from: '2026-11-23', slots: [slot(1)] };
const second = { from: '2026-12-07', slots: [slot(2)] };

describe('the weeks of a placement', () => {
  it('hold from their day until another does', () => {
    const weeks = [first, second];
    expect(slotsOn(weeks, '2026-12-06')).toEqual(first.slots);
    expect(slotsOn(weeks, '2026-12-07')).toEqual(second.slots);
    expect(slotsOn(weeks, '2027-01-11')).toEqual(second.slots);
  });
  it('hold before the first day as on it, for a placement that was found to have begun earlier', () =>
    expect(slotsOn([first, second], '2026-11-16')).toEqual(first.slots));
  it('are in order of their days, whenever they were planned', () => {
    expect(withWeek([second], first)).toEqual([first, second]);
    expect(withWeek([first], second)).toEqual([first, second]);
  });
  it('take the place of one planned from the same day', () => {
    const instead = { from: second.from, slots: [slot(3)] };
    expect(withWeek([first, second], instead)).toEqual([first, instead]);
  });
});
