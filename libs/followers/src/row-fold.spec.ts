import { erased, type Message, type Recorded } from '#event-sourcing';
import { heard } from '#testing';
import { z } from 'zod';
import { ended, garbled, noted, notes, subject, type NoteEvent } from '../../../test/support/following.js';
import { foldBatch, type Standing } from './row-fold.js';

const events = (...all: readonly NoteEvent[]): Recorded[] =>
  all.map((event, index) => heard<Message>(event, { position: BigInt(index + 10) }));
const ann = subject('ann');
const row = (mark: number, changes: number) => ({ subjectId: ann, mark, words: 'About ann.', changes });

describe('folding a batch', () => {
  let standing: Map<string, Standing>;
  beforeEach(() => (standing = new Map()));
  const fold = (...all: readonly NoteEvent[]) => foldBatch(notes, standing, events(...all));

  it('gives a version for every change, each until the next', () => {
    expect(fold(noted('ann', 1), noted('ben', 5), noted('ann', 2)).versions).toEqual([
      { rowId: ann, since: 10n, until: 12n, broken: false, row: row(1, 1) },
      expect.objectContaining({ rowId: subject('ben'), since: 11n, until: null }),
      { rowId: ann, since: 12n, until: null, broken: false, row: row(2, 2) },
    ]);
  });

  it('goes on from the row as it stood, and says until when that held', () => {
    standing.set(ann, { row: row(7, 3), broken: false });
    const { versions, closed } = fold(noted('ann', 1), noted('ann', 2));
    expect(versions.map(({ row }) => row)).toEqual([row(1, 4), row(2, 5)]);
    expect([...closed]).toEqual([[ann, 10n]]);
    expect(standing.get(ann)).toEqual({ row: row(2, 5), broken: false });
  });

  it('ends a row, which may begin again', () => {
    const { versions } = fold(noted('ann', 1), ended('ann'), noted('ann', 2));
    expect(versions).toMatchObject([
      { since: 10n, until: 11n },
      { since: 12n, until: null, row: { changes: 1 } },
    ]);
  });

  it('takes no notice of the end of what is not there', () => {
    expect(fold(ended('ann'))).toEqual({ versions: [], closed: new Map(), faults: new Map() });
  });

  it('breaks the row whose fold throws, from there on and for good, and no other', () => {
    const { versions, faults } = fold(noted('ann', 1), garbled('ann'), noted('ann', 2), noted('ben', 3));
    expect(versions).toMatchObject([
      { rowId: ann, since: 10n, until: 11n, broken: false },
      { rowId: ann, since: 11n, until: null, broken: true, row: row(1, 1) },
      { rowId: subject('ben'), broken: false },
    ]);
    expect([...faults.keys()]).toEqual([ann]);
    expect(fold(ended('ann')).versions).toEqual([]);
  });

  it('marks a row as broken that never came to be', () => {
    expect(fold(garbled('ann')).versions).toMatchObject([{ rowId: ann, since: 10n, broken: true, row: null }]);
  });

  it('breaks a row that its schema does not allow', () => {
    const strict = { ...notes, row: z.object({ subjectId: z.uuid(), mark: z.int().max(3) }) };
    const { versions } = foldBatch(strict, standing, events(noted('ann', 1), noted('ann', 4)));
    expect(versions).toMatchObject([{ broken: false }, { broken: true, row: { mark: 1 } }]);
  });

  it('drops what the schema does not name, so that nothing unmarked is stored', () => {
    const bare = { ...notes, row: z.object({ subjectId: z.uuid() }) };
    expect(foldBatch(bare, standing, events(noted('ann', 1))).versions).toMatchObject([{ row: { subjectId: ann } }]);
  });

  it('keeps what is erased as erased', () => {
    const [event] = events({ type: 'Noted', data: { subjectId: ann, mark: 1, words: erased } });
    const { versions } = foldBatch(notes, standing, event ? [event] : []);
    expect(versions[0]?.row?.['words']).toBe(erased);
  });
});
