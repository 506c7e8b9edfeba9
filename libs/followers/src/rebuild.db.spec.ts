import type { Projection } from '#event-sourcing';
import {
  FollowingWorld,
  manyNotes,
  noted,
  notes,
  subject,
  type NoteEvent,
  type NoteRow,
} from '../../../test/support/following.js';
import { prune } from './prune.js';
import { followerName } from './read-tables.js';

let world: FollowingWorld;
beforeEach(async () => {
  world = await FollowingWorld.open();
}, 60_000);
afterEach(() => world.close());

describe('a new version of a read model', () => {
  const second: Projection<NoteEvent, NoteRow> = {
    ...notes,
    version: 2,
    evolve: (row, event) => {
      const next = notes.evolve(row, event);
      return next && { ...next, changes: next.changes * 100 };
    },
  };

  it('is built beside the old one, which goes on until it is pruned', async () => {
    await world.follow({ projections: [notes] });
    await world.caughtUp(await world.happened(noted('ann', 1)));
    await world.follow({ projections: [second] }, { as: 'upgraded' });
    await world.caughtUp(1n, followerName(second));
    expect((await world.rows.get(notes, subject('ann')))?.changes).toBe(1);
    expect((await world.rows.get(second, subject('ann')))?.changes).toBe(100);

    expect(await prune(world.pool('pruning'), [second])).toEqual([]);
    await world.stopAll();
    await world.pool('pruning').query("UPDATE followers.checkpoint SET beat_at = now() - interval '2 minutes'");
    expect(await prune(world.pool('pruning'), [second])).toEqual(['notes_of_pupils_v1']);
    await expect(world.rows.get(notes, subject('ann'))).rejects.toThrow('does not exist');
    expect((await world.progress.lag()).map(({ name }) => name)).toEqual([followerName(second)]);
  });
});

describe('a rebuild', () => {
  it('gives the rows that are read, and says which are not', async () => {
    expect(await world.rebuild().isFollowed()).toBe(false);
    await world.follow({ projections: [notes] });
    await world.caughtUp(await world.happened(...manyNotes(40)));
    const again = world.rebuild();
    expect(await again.isFollowed()).toBe(true);
    expect(await again.build()).toEqual({ events: 40, versions: 40, position: 40n });
    expect(await again.differences()).toEqual([]);

    await world
      .pool('tampering')
      .query(
        `UPDATE reads.notes_of_pupils_v1 SET open = jsonb_set(open, '{mark}', '99') WHERE row_id = $1 AND since = 3`,
        [subject('pupil 2')],
      );
    await world.pool('tampering').query('DELETE FROM reads.notes_of_pupils_v1 WHERE since = 40');
    expect(await again.differences()).toEqual(
      expect.arrayContaining([
        { rowId: subject('pupil 2'), since: 3n },
        { rowId: subject('pupil 4'), since: 40n },
      ]),
    );
    await again.discard();
  });

  it('takes the place of what is read while followers go on', async () => {
    await world.happened(...manyNotes(30));
    await world.follow({ projections: [notes] });
    await world.caughtUp(30n);
    await world.pool('tampering').query('UPDATE reads.notes_of_pupils_v1 SET broken = true');
    const again = world.rebuild();
    await again.build();
    await world.happened(...manyNotes(10));
    await again.swap();
    await world.caughtUp(await world.happened(...manyNotes(10)));
    expect(await world.rows.broken(notes)).toEqual([]);
    expect(await world.rows.find(notes, { mark: 9 })).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });

  it('comes out the same when it can remember few rows', async () => {
    await world.follow({ projections: [notes] });
    await world.caughtUp(await world.happened(...manyNotes(60)));
    const again = world.rebuild({ batchMax: 4, rememberedMax: 3 });
    expect(await again.build()).toEqual({ events: 60, versions: 60, position: 60n });
    expect(await again.differences()).toEqual([]);
  });

  it('compares no further than both have come', async () => {
    const followers = await world.follow({ projections: [notes] });
    await world.caughtUp(await world.happened(...manyNotes(10)));
    await followers.stop();
    await world.happened(...manyNotes(10));
    const again = world.rebuild();
    await again.build();
    expect(await again.differences()).toEqual([]);
  });
});
