import fc from 'fast-check';
import { checkLetterOf, isTemporaryUpn, upn } from './upn.js';

const isUpn = (text: string): boolean => upn.safeParse(text).success;
const digits = fc.stringMatching(/^\d{12}$/);

describe('a UPN', () => {
  it('has the check letter that its digits give', () => {
    for (const text of ['A123456789012', 'T860432112345', 'F830412320001'])
      expect([text, isUpn(text)]).toEqual([text, true]);
  });
  it('may be temporary, with a letter at the end', () => {
    for (const text of ['L86043211234B', 'X12345678901A']) {
      expect([text, isUpn(text), isTemporaryUpn(text)]).toEqual([text, true, true]);
    }
    expect(isTemporaryUpn('A123456789012')).toBe(false);
  });
  it('is refused when mistyped, and the message says so', () => {
    expect(upn.safeParse('B123456789012').error?.issues[0]?.message).toMatch(/first letter does not fit the rest/);
    for (const text of ['a123456789012', 'A12345678901', 'A1234567890123', 'I123456789012', 'S000000000000', '']) {
      expect([text, isUpn(text)]).toEqual([text, false]);
    }
  });
  it('shows every single wrong digit, in whichever place', () => {
    fc.assert(
      fc.property(digits, fc.nat({ max: 11 }), fc.integer({ min: 1, max: 9 }), (rest, place, by) => {
        const wrong = (Number(rest[place]) + by) % 10;
        const mistyped = `${rest.slice(0, place)}${wrong}${rest.slice(place + 1)}`;
        expect(isUpn(checkLetterOf(` ${rest}`) + rest)).toBe(true);
        expect(isUpn(checkLetterOf(` ${rest}`) + mistyped)).toBe(false);
      }),
    );
  });
});
