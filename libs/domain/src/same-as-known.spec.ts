import { erased, type Erased } from '#event-sourcing';
import { sameAsKnown } from './same-as-known.js';

type Note = { on: string; words: string | Erased; more?: string | undefined };
const note: Note = { on: '2026-11-23', words: 'At ease.' };

describe('a fact that is told again', () => {
  it('is the one that is known when it says the same', () => {
    expect(sameAsKnown(note, { ...note })).toBe(true);
    expect(sameAsKnown(note, { ...note, more: undefined })).toBe(true);
    expect(sameAsKnown(note, { ...note, words: 'Ill at ease.' })).toBe(false);
  });

  it('does not contradict what has been erased, but what is still known', () => {
    expect(sameAsKnown({ ...note, words: erased }, note)).toBe(true);
    expect(sameAsKnown({ ...note, words: erased }, { ...note, on: '2026-11-24' })).toBe(false);
  });
});
