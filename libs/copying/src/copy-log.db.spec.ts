import { readConfig } from '#config';
import { bySystem, idFrom, newId, noStream, type EventStore, type NewEvent } from '#event-sourcing';
import { allMigrations } from '#installation';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { KurrentStandIn } from '../../../test/support/kurrentdb/index.js';
import { copyLog, type Copied } from './copy-log.js';
import { openSource, openTarget, placeOf } from './places.js';

const config = readConfig({});
const event = (n: number): NewEvent => ({
  id: newId(),
  type: 'Noted',
  data: JSON.stringify({ mark: n, words: 'Zoë – 北京' }),
  meta: JSON.stringify({ ...bySystem('test', idFrom('copy')), recordedAt: '', schema: 1 }),
});

describe('copying a log', () => {
  let databases: FreshDatabase[];
  let standIn: KurrentStandIn;
  beforeEach(async () => {
    databases = [];
    standIn = await KurrentStandIn.start();
  });
  afterEach(async () => {
    await standIn.goAway();
    for (const each of databases) await each.drop();
  });

  const database = async (): Promise<string> => {
    const fresh = await freshDatabase({ migrations: allMigrations });
    databases.push(fresh);
    return fresh.ownerUrl;
  };
  /** Appends to a log as a service does: several streams, in turn, some events at once. */
  const live = async (place: string, names: readonly string[], times = 1): Promise<void> => {
    await within(place, async ({ store }) => {
      for (const name of names) {
        for (let time = 0; time < times; time += 1) {
          const stream = `note-${name}`;
          const expected = (await store.readStream(stream)).at(-1)?.revision ?? noStream;
          await store.append(stream, expected, [event(time), event(time + 1)]);
        }
      }
    });
  };
  const within = async <T>(place: string, work: (target: { readonly store: EventStore }) => Promise<T>): Promise<T> => {
    const opened = await openTarget(placeOf(place, config), config);
    try {
      return await work(opened.log);
    } finally {
      await opened.close();
    }
  };
  const copy = async (from: string, to: string, signal?: AbortSignal): Promise<Copied> => {
    const source = await openSource(placeOf(from, config), config);
    try {
      const target = await openTarget(placeOf(to, config), config);
      try {
        return await copyLog(source.log, target.log, { signal });
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  };
  const read = (place: string) =>
    within(place, async ({ store }) =>
      (await store.readAll(0n, 10_000)).map(({ id, stream, revision, type, data, meta }) => ({
        id,
        stream,
        revision,
        type,
        data,
        meta,
      })),
    );

  it('brings every event byte for byte and in order, from PostgreSQL to KurrentDB and on to PostgreSQL', async () => {
    const [first, last] = [await database(), await database()];
    await live(first, ['a', 'b', 'a', 'c'], 3);
    const there = await copy(first, standIn.url);
    expect(there).toMatchObject({ events: 24, brought: 24, outgrown: false });
    expect(there.digests.target).toBe(there.digests.source);
    const back = await copy(standIn.url, last);
    expect(back.digests).toEqual(there.digests);
    expect(await read(last)).toEqual(await read(first));
    // Whoever works there now goes on where the log ends.
    await live(last, ['a']);
    expect((await read(last)).length).toBe(26);
  }, 60_000);

  it.each(['PostgreSQL', 'KurrentDB'])(
    'goes on after what is there already, in %s',
    async (kind) => {
      const from = await database();
      const to = kind === 'KurrentDB' ? standIn.url : await database();
      await live(from, ['a', 'b']);
      await copy(from, to);
      await live(from, ['b', 'c']);
      expect(await copy(from, to)).toMatchObject({ events: 8, brought: 4 });
      expect(await copy(from, to)).toMatchObject({ events: 8, brought: 0 });
      expect(await read(to)).toEqual(await read(from));
    },
    60_000,
  );

  it('refuses a place that holds something else, names the first difference, and writes nothing', async () => {
    const [from, to] = [await database(), await database()];
    await live(from, ['a', 'b']);
    await live(to, ['a']);
    await expect(copy(from, to)).rejects.toThrow(/Its event 1 is a Noted, number 0 of note-a; .* differ in id/);
    expect((await read(to)).length).toBe(2);

    await copy(from, standIn.url);
    await live(standIn.url, ['z']);
    await expect(copy(from, standIn.url)).rejects.toThrow(/Its event 5 is .* note-z; the source has no more/);
  }, 60_000);

  it('refuses to copy a log into itself', async () => {
    const from = await database();
    const sameByAnotherName = `${from}${from.includes('?') ? '&' : '?'}application_name=other`;
    await expect(copy(from, sameByAnotherName)).rejects.toThrow(/is where the log is copied from/);
  }, 60_000);

  it('breaks off where it is told to, and what is there stays', async () => {
    const [from, to] = [await database(), await database()];
    await live(from, ['a']);
    const stop = new AbortController();
    stop.abort();
    await expect(copy(from, to, stop.signal)).rejects.toThrow(/aborted/);
    expect(await copy(from, to)).toMatchObject({ events: 2 });
  }, 60_000);
});
