import fc from 'fast-check';
import { z } from 'zod';
import { id, noStream, personal, type Condition, type MessageOf, type Projection } from '#event-sourcing';
import { rowsOf } from '#testing';
import { FollowingWorld, meta, notes, otherEvents, subject } from '../../../test/support/following.js';
import { followerName } from './read-tables.js';

/** Rows of every kind of field, each written into the text of an event. */
const shopRow = z.object({
  subjectId: id,
  words: z.string(),
  isBig: z.boolean(),
  until: z.string().optional(),
  owner: personal(z.string()),
});
type Shop = z.output<typeof shopRow>;
const shops: Projection<MessageOf<typeof otherEvents>, Shop> = {
  name: 'shops',
  version: 1,
  hears: [otherEvents],
  row: shopRow,
  sealed: { subject: 'subjectId', kept: 'provider-file' },
  by: ['subjectId'],
  rowId: ({ data }) => shopIn(data.on).subjectId,
  evolve: (_, { data }) => shopIn(data.on),
};
const shopIn = (text: string): Shop => shopRow.parse(JSON.parse(text));

const word = fc.constantFrom('quay', 'quarry', 'äpfel', '100%', 'o_k');
const day = fc.constantFrom('2026-11-23', '2026-11-24', '2027-01-04');
const shop = fc.record(
  {
    words: fc.array(word, { maxLength: 3 }).map((words) => words.map((each) => ` ${each}`).join('')),
    isBig: fc.boolean(),
    until: day,
    owner: fc.constant('Jo Marsh'),
  },
  { requiredKeys: ['words', 'isBig', 'owner'] },
);
const condition: fc.Arbitrary<Condition<Shop>> = fc.oneof(
  fc.record({ field: fc.constant('isBig' as const), is: fc.boolean() }),
  fc.record({ field: fc.constant('until' as const), is: day }),
  fc.record({ field: fc.constant('until' as const), from: day }),
  fc.record({ field: fc.constant('until' as const), until: day }),
  fc.record({ field: fc.constant('until' as const), isOneOf: fc.uniqueArray(day) }),
  fc.record({
    field: fc.constant('words' as const),
    words: fc.array(fc.constantFrom('qua', 'quay', '100%', '1', 'o_', 'k', '%')),
  }),
);

describe('a list', () => {
  let world: FollowingWorld;
  beforeAll(async () => {
    world = await FollowingWorld.open();
    await world.follow({ projections: [notes, shops] });
  }, 60_000);
  afterAll(() => world.close());

  it('is the part that a fold of the same history gives, whatever is asked', async () => {
    const all = fc.sample(shop, 40).map((each, index) => ({ ...each, subjectId: subject(`shop ${index}`) }));
    const history = all.map((each) => ({ type: 'Rained', data: { on: JSON.stringify(each) } }));
    let position = 0n;
    for (const [index, event] of history.entries())
      ({ position } = await world.journal.append(`shop-${index}`, noStream, [event], meta));
    await world.caughtUp(position, followerName(shops));
    const folded = rowsOf(...history);
    const ids = fc.option(fc.shuffledSubarray(all.map(({ subjectId }) => subjectId)), { nil: undefined, freq: 2 });
    const one = fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 9 },
      { arbitrary: fc.constantFrom(...all.map(({ subjectId }) => subjectId)), weight: 1 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(condition, { maxLength: 3 }),
        ids,
        one,
        ids,
        fc.nat(45),
        fc.nat(45),
        async (conditions, among, only, order, skip, max) => {
          const where = only === undefined ? {} : { subjectId: only };
          const by = order === undefined ? ('words' as const) : ('subjectId' as const);
          const wanted = { where, conditions, among, by, order, skip, max };
          const [stored, told] = [await world.rows.list(shops, wanted), await folded.list(shops, wanted)];
          expect(stored.total).toBe(told.total);
          expect(stored.rows.map(({ rowId }) => rowId)).toEqual(told.rows.map(({ rowId }) => rowId));
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it('is made by no field that is sealed, or that there is not', async () => {
    const wanted = { conditions: [], by: 'mark', skip: 0, max: 50 } as const;
    await expect(world.rows.list(notes, { ...wanted, by: 'words' })).rejects.toThrow(/words is sealed/);
    await expect(world.rows.list(notes, { ...wanted, conditions: [{ field: 'words', is: 'maps' }] })).rejects.toThrow(
      /words is sealed/,
    );
    await expect(world.rows.list(notes, { ...wanted, where: { words: 'maps' } })).rejects.toThrow(/words is sealed/);
    await expect(world.rows.list(notes, { ...wanted, by: 'nothing' as 'words' })).rejects.toThrow(/have no nothing/);
  });
});
