import fc from 'fast-check';
import { beginning, erased, type Position } from '#event-sourcing';
import {
  ended,
  FollowingWorld,
  garbled,
  noted,
  notes,
  rained,
  subject,
  type NoteEvent,
  type NoteRow,
} from '../../../test/support/following.js';
import { BrokenRow } from './postgres-rows.js';

describe('rows', () => {
  let world: FollowingWorld;
  beforeAll(async () => {
    world = await FollowingWorld.open();
    await world.follow({ projections: [notes] });
  }, 60_000);
  afterAll(() => world.close());

  it('are found by an open field, now and as they were at any position', async () => {
    const first = await world.happened(noted('ann', 1), noted('ben', 1));
    const second = await world.happened(noted('ann', 2));
    await world.caughtUp(second);
    const found = async (mark: number, asAt?: Position) =>
      (await world.rows.find(notes, { mark }, asAt)).map(({ rowId, since }) => [rowId, since]);

    expect(await found(1)).toEqual([[subject('ben'), first]]);
    expect(await found(1, first)).toEqual(
      expect.arrayContaining([
        [subject('ann'), first - 1n],
        [subject('ben'), first],
      ]),
    );
    expect(await found(2)).toEqual([[subject('ann'), second]]);
    expect(await found(1, beginning)).toEqual([]);
  });

  it('come back opened, with what they are', async () => {
    const at = await world.happened(noted('cat', 7, 'Likes “maps”, and \\ too.'));
    await world.caughtUp(at);
    expect(await world.rows.get(notes, subject('cat'))).toEqual({
      subjectId: subject('cat'),
      mark: 7,
      words: 'Likes “maps”, and \\ too.',
      changes: 1,
      rowId: subject('cat'),
      since: at,
      broken: false,
    });
    expect(await world.rows.get(notes, subject('nobody'))).toBeNull();
  });

  it('are found several at once', async () => {
    await world.caughtUp(await world.happened(noted('dan', 3), noted('eve', 3)));
    const ids = [subject('dan'), subject('nobody'), subject('eve'), subject('dan')];
    const found = await world.rows.getMany(notes, ids);
    expect(found.map(({ rowId }) => rowId).sort()).toEqual([subject('dan'), subject('eve')].sort());
  });

  it('are found by one of several values of a field', async () => {
    const first = await world.happened(noted('ida', 11), noted('jon', 12), noted('kim', 13));
    await world.caughtUp(await world.happened(noted('ida', 14)));
    const found = async (marks: readonly string[], asAt?: Position) =>
      (await world.rows.findAmong(notes, 'mark', marks, asAt)).map(({ rowId }) => rowId).sort();
    expect(await found(['11', '12', '14', '15'])).toEqual([subject('ida'), subject('jon')].sort());
    expect(await found(['11'], first)).toEqual([subject('ida')]);
    expect(await found([])).toEqual([]);
    await expect(world.rows.findAmong(notes, 'words', ['maps'])).rejects.toThrow(/words is sealed/);
  });

  it('can not be asked by what is sealed, by what has no index, or by nothing', async () => {
    await expect(world.rows.find(notes, { words: 'maps' })).rejects.toThrow(/words is sealed .*ask by mark/);
    await expect(world.rows.find(notes, { changes: 1 })).rejects.toThrow(/add it to `by`/);
    await expect(world.rows.find(notes, { mark: undefined } as unknown as Partial<NoteRow>)).rejects.toThrow(
      /every row/,
    );
  });

  it('that are broken say so, keep what they held, and are right before', async () => {
    const good = await world.happened(noted('fay', 4));
    const bad = await world.happened(garbled('fay'));
    await world.caughtUp(await world.happened(noted('fay', 5)));
    expect(await world.rows.get(notes, subject('fay'))).toMatchObject({ mark: 4, broken: true, since: bad });
    expect(await world.rows.get(notes, subject('fay'), good)).toMatchObject({ mark: 4, broken: false });
    expect(await world.rows.broken(notes)).toEqual([{ rowId: subject('fay'), since: bad }]);
  });

  it('that never came to be do not pass for absent', async () => {
    await world.caughtUp(await world.happened(garbled('gus')));
    await expect(world.rows.get(notes, subject('gus'))).rejects.toThrow(BrokenRow);
    // Among many, one that can't be shown takes none of the others along.
    expect(await world.rows.getMany(notes, [subject('gus')])).toEqual([]);
    expect((await world.rows.find(notes, {})).map(({ rowId }) => rowId)).not.toContain(subject('gus'));
  });

  it('read as erased in every version once the key is gone', async () => {
    const first = await world.happened(noted('hal', 1, 'Secret words.'));
    await world.caughtUp(await world.happened(noted('hal', 2, 'More of them.')));
    world.keys.destroy(subject('hal'));
    expect(await world.rows.get(notes, subject('hal'))).toMatchObject({ mark: 2, words: erased });
    expect(await world.rows.get(notes, subject('hal'), first)).toMatchObject({ mark: 1, words: erased });
    await world.caughtUp(await world.happened(noted('hal', 3, 'Nobody will know.')));
    expect(await world.rows.get(notes, subject('hal'))).toMatchObject({ mark: 3, words: erased });
  });
});

const somebody = fc.constantFrom('ann', 'ben', 'cat');
const anything: fc.Arbitrary<NoteEvent | typeof rained> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(somebody, fc.nat(9)).map(([name, mark]) => noted(name, mark)) },
  { weight: 2, arbitrary: somebody.map(ended) },
  { weight: 1, arbitrary: somebody.map(garbled) },
  { weight: 2, arbitrary: fc.constant(rained) },
);

/** What the promise of `asAt` means, without any of the machinery: fold the events up to there. */
function folded(history: readonly (NoteEvent | typeof rained)[]) {
  const rows = new Map<string, NoteRow>();
  const broken = new Set<string>();
  for (const event of history) {
    if (event.type === 'Rained' || broken.has(event.data.subjectId)) continue;
    const { subjectId } = event.data;
    if (event.type === 'Garbled') broken.add(subjectId);
    else if (event.type === 'Ended') rows.delete(subjectId);
    else rows.set(subjectId, { ...event.data, changes: (rows.get(subjectId)?.changes ?? 0) + 1 });
  }
  return [...rows].map(([rowId, row]) => ({ ...row, broken: broken.has(rowId) })).sort(bySubject);
}
const bySubject = (a: { subjectId: string }, b: { subjectId: string }) => (a.subjectId < b.subjectId ? -1 : 1);

describe('rows as at each position', () => {
  it('equal the fold of the events up to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 25 }), async (history) => {
        const world = await FollowingWorld.open();
        try {
          // Some of the history is there before anybody follows it, and some comes one by one.
          const half = Math.floor(history.length / 2);
          await world.happened(...history.slice(0, half));
          await world.follow({ projections: [notes] });
          await world.caughtUp(await world.happened(...history.slice(half)));
          for (let at = 0; at <= history.length; at += 1) {
            const rows = await world.rows.find(notes, {}, BigInt(at));
            const plain = rows.map(({ subjectId, mark, words, changes, broken }) => ({
              subjectId,
              mark,
              words,
              changes,
              broken,
            }));
            expect(plain.sort(bySubject)).toEqual(folded(history.slice(0, at)));
          }
        } finally {
          await world.close();
        }
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
