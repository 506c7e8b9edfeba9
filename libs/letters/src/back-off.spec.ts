import { goesAgainAt } from './back-off.js';

const composedAt = '2026-11-23T09:00:00.000Z';

describe('a letter that was refused for now', () => {
  it.each([
    [1, '09:01'],
    [2, '09:05'],
    [3, '09:15'],
    [4, '10:00'],
    [5, '10:00'],
    [40, '10:00'],
  ])('goes again after attempt %i at nine at %s', (attempts, at) => {
    expect(goesAgainAt(attempts, composedAt, composedAt)).toBe(`2026-11-23T${at}:00.000Z`);
  });

  it('is given up when it has been tried for a day', () => {
    expect(goesAgainAt(26, composedAt, '2026-11-24T08:59:59.999Z')).toBe('2026-11-24T09:59:59.999Z');
    expect(goesAgainAt(27, composedAt, '2026-11-24T09:00:00.000Z')).toBeNull();
  });
});
