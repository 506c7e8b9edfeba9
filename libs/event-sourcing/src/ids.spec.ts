import fc from 'fast-check';
import { id, idFrom } from './ids.js';

describe('an id made from what a thing is about', () => {
  it('is the same for the same parts', () => {
    expect(idFrom('duty', 'attendance-check', 7)).toBe(idFrom('duty', 'attendance-check', 7));
  });

  it('keeps its value for ever, because stored events name it', () => {
    expect(idFrom('letter', 'a', 1)).toBe('5a2fbac1-7b87-87f7-9ba3-f4d8659f43a6');
  });

  it('is a UUID of version 8', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer())), (parts) => {
        expect(id.parse(idFrom(...parts))[14]).toBe('8');
      }),
    );
  });

  it('keeps the parts apart', () => {
    expect(idFrom('ab', 'c')).not.toBe(idFrom('a', 'bc'));
    expect(idFrom('1')).not.toBe(idFrom(1));
  });
});
