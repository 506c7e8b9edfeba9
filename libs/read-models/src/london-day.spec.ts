import { londonDay } from './london-day.js';

describe('the day in London', () => {
  it.each([
    ['2026-01-15T23:59:59.999Z', '2026-01-15', 'in winter, when its clocks show UTC'],
    ['2026-07-15T22:59:59.999Z', '2026-07-15', 'in summer, a minute before midnight there'],
    ['2026-07-15T23:00:00.000Z', '2026-07-16', 'in summer, at midnight there'],
    ['2026-03-29T00:59:59.999Z', '2026-03-29', 'when the clocks go forward'],
  ])('of %s is %s: %s', (at, on) => expect(londonDay(at)).toBe(on));
});
