import { HeldClock, noStream } from '#event-sourcing';
import { anEvent, aStream } from '../../../../test/contracts/writing.js';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/index.js';
import { KurrentStandIn } from '../../../../test/support/kurrentdb/index.js';
import { eventsMigrations } from '../events-migrations.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';
import { PostgresMoments } from './moments.js';

/** A minute and a second of the same hour. */
const at = (minute: string, second = '00.000'): string => `2026-11-23T09:${minute}:${second}Z`;

describe('the moments of a log in KurrentDB', () => {
  let fresh: FreshDatabase;
  let standIn: KurrentStandIn;
  const clock = new HeldClock(at('00'));
  const opened: KurrentDbEventStore[] = [];
  const open = async () => {
    const moments = new PostgresMoments(fresh.database.pool('moments'));
    const store = await KurrentDbEventStore.open(standIn.url, { clock, moments });
    opened.push(store);
    return store;
  };
  const noted = async () =>
    (await fresh.database.pool('test').query('SELECT position::text FROM events.moment ORDER BY position')).rows.map(
      ({ position }: { position: string }) => BigInt(position),
    );
  const appendAt = async (store: KurrentDbEventStore, moment: string, count = 1) => {
    clock.moveTo(moment);
    const events = Array.from({ length: count }, () => anEvent());
    return (await store.append(aStream(), noStream, events)).position;
  };
  beforeEach(async () => {
    fresh = await freshDatabase({ migrations: [eventsMigrations] });
    standIn = await KurrentStandIn.start();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await standIn.goAway();
    await fresh.drop();
  });

  it('are noted once a second by whoever reads the log from end to end, and found exactly', async () => {
    const store = await open();
    const first = await appendAt(store, at('01'));
    const second = await appendAt(store, at('01', '00.500'));
    const third = await appendAt(store, at('01', '01.250'), 2);
    await store.readAll(0n, 2);
    await store.readAll(second, 10);
    expect(await store.positionAt(at('00', '59.999'))).toBe(0n);
    expect(await store.positionAt(at('01', '00.499'))).toBe(first);
    expect(await store.positionAt(at('01', '01.249'))).toBe(second);
    expect(await store.positionAt(at('02'))).toBe(third);
    expect(await noted()).toHaveLength(2);
    expect((await noted())[0]).toBe(first);
  });

  it('are not needed, and not believed where something before them was not read', async () => {
    const store = await open();
    const first = await appendAt(store, at('01'));
    const second = await appendAt(store, at('02'));
    const third = await appendAt(store, at('03'));
    await store.readAll(second, 10);
    expect(await noted()).toEqual([]);
    expect(await store.positionAt(at('01'))).toBe(first);
    expect(await store.positionAt(at('02', '59.000'))).toBe(second);
    expect(await store.positionAt(at('04'))).toBe(third);
  });

  it('go on from what is kept when a process starts again', async () => {
    const [one, two] = [await open(), await open()];
    await appendAt(one, at('01'));
    await one.readAll(0n, 10);
    await one.positionAt(at('01'));
    const second = await appendAt(one, at('02'));
    await two.readAll(0n, 10);
    expect(await two.positionAt(at('05'))).toBe(second);
    expect(await noted()).toContain(second);
  });

  it('grow with positions, whatever the clocks of several processes say', async () => {
    const [fast, slow] = [await open(), await open()];
    const first = await appendAt(fast, at('10'));
    const second = await appendAt(slow, at('09'));
    const third = await appendAt(fast, at('11'));
    expect(await slow.positionAt(at('09', '30.000'))).toBe(0n);
    expect(await slow.positionAt(at('10'))).toBe(second);
    expect(await fast.positionAt(at('12'))).toBe(third);
    expect(first).toBeLessThan(second);
  });
});
