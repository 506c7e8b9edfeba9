import { isConnectionLost } from '#database';
import { HeldClock, noStream } from '#event-sourcing';
import { setTimeout as pause } from 'node:timers/promises';
import { anEvent, aStream, endingOf } from '../../../../test/contracts/writing.js';
import { KurrentStandIn } from '../../../../test/support/kurrentdb/index.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';
import { MemoryMoments } from './moments.js';
import type { KurrentDbOptions } from './open.js';
import { EventStoreUnreachable } from './unreachable.js';

describe('the event store in KurrentDB, in trouble', () => {
  let standIn: KurrentStandIn;
  const opened: KurrentDbEventStore[] = [];
  const open = async (options: Partial<KurrentDbOptions> = {}, url = standIn.url) => {
    const store = await KurrentDbEventStore.open(url, { moments: new MemoryMoments(), ...options });
    opened.push(store);
    return store;
  };
  beforeEach(async () => (standIn = await KurrentStandIn.start()));
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await standIn.goAway();
  });

  it.each(['reply', 'reply and connection'] as const)(
    'asks again when a %s is lost, and is answered as it was the first time',
    async (what) => {
      const store = await open({ answersWithinMs: 500 });
      const stream = aStream();
      const events = [anEvent(), anEvent()];
      standIn.loseNext(what);
      const appended = await store.append(stream, noStream, events);
      const stored = await store.readStream(stream);
      expect(stored.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(appended).toEqual({ revision: 1n, position: stored[1]?.position });
    },
  );

  it('finds the place of a repeated append where the server does not say it', async () => {
    const store = await open();
    const stream = aStream();
    const events = [anEvent(), anEvent()];
    const first = await store.append(stream, noStream, events);
    standIn.log.knowsPlaceOfRepeated = false;
    expect(await store.append(stream, noStream, events)).toEqual(first);
  });

  it('loses nothing and stores nothing twice while the server comes and goes', async () => {
    const store = await open();
    const stream = aStream();
    for (let revision = noStream; revision < 19n; revision += 1n) {
      const ending = endingOf(store.append(stream, revision, [anEvent()]));
      // Before the server has it, while it stores it, or when it has answered.
      await pause(Number(revision + 1n) % 5);
      await standIn.goAway();
      await pause(5);
      await standIn.comeBack();
      expect(await ending).toBe('appended');
    }
    expect(await store.readStream(stream)).toHaveLength(20);
    expect(await store.readAll(0n, 100)).toEqual(await store.readStream(stream));
  });

  it('says what to do when the server stays away, and is waited for as a database is', async () => {
    const store = await open({ asksAgainForMs: 100 });
    await standIn.goAway();
    const error: unknown = await store.append(aStream(), noStream, [anEvent()]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EventStoreUnreachable);
    expect(String(error)).toContain('correct EVENT_STORE_URL');
    expect(isConnectionLost(error)).toBe(true);
    await expect(store.head()).rejects.toThrow(EventStoreUnreachable);
    await standIn.comeBack();
    expect(await store.head()).toBe(0n);
  });

  it('goes on with a subscription when the server comes back, each event once', async () => {
    const store = await open();
    const ended = new AbortController();
    const stream = aStream();
    await store.append(stream, noStream, [anEvent(1)]);
    const heard: string[] = [];
    for await (const batch of store.subscribe(0n, { signal: ended.signal, limit: 10 })) {
      heard.push(...batch.map(({ data }) => data));
      if (heard.length === 1) {
        await standIn.dropAll();
        await store.append(stream, 0n, [anEvent(2)]);
      }
      if (heard.length === 2) ended.abort();
    }
    expect(heard).toEqual(['1', '2']);
  });

  it('is found among several hosts, and by asking who is in the cluster', async () => {
    const { port } = standIn;
    for (const url of [standIn.discoverUrl, `kurrentdb://127.0.0.1:1,127.0.0.1:${port}?tls=false`]) {
      const store = await open({}, url);
      const stream = aStream();
      await store.append(stream, noStream, [anEvent()]);
      expect(await store.readStream(stream)).toHaveLength(1);
    }
  });

  it('takes the old name of the scheme without a word', async () => {
    const said: unknown[] = [];
    const { warn } = console;
    console.warn = (words) => void said.push(words);
    try {
      await open({}, standIn.url.replace('kurrentdb:', 'esdb:'));
    } finally {
      console.warn = warn;
    }
    expect(said).toEqual([]);
  });

  it('refuses what the server takes no append of that size for', async () => {
    const store = await open();
    const large = Array.from({ length: 3 }, () => anEvent('x'.repeat(500_000)));
    expect(await endingOf(store.append(aStream(), noStream, large))).toBe('too-large');
  });

  it('keeps bytes that JavaScript would put in another order', async () => {
    const store = await open();
    const stream = aStream();
    await store.append(stream, noStream, [{ ...anEvent(), data: '{"10":1,"9":{"b":[],"a":2}}' }, anEvent()]);
    expect((await store.readStream(stream))[0]?.data).toBe('{"10":1,"9":{"b":[],"a":2}}');
    expect(standIn.log.stream(stream).map(({ json }) => json)).toEqual([false, true]);
  });

  it('gives nothing of the server’s own away', async () => {
    const store = await open();
    for (let count = 0; count < 7; count += 1) await store.append(aStream(), noStream, [anEvent()]);
    expect(standIn.log.all.filter(({ stream }) => stream.startsWith('$')).length).toBeGreaterThan(2);
    expect(await store.readAll(0n, 100)).toHaveLength(7);
    expect(await store.readAll(0n, 3)).toHaveLength(3);
  });

  it('ends with the last event of ours, whatever the server has written after it', async () => {
    const store = await open();
    const { position } = await store.append(aStream(), noStream, [anEvent()]);
    const none = Buffer.alloc(0);
    const what = { json: true, data: none, metadata: none };
    standIn.log.append('$connectors/registry', 'any', [{ id: anEvent().id, type: 'ConnectorActivated', ...what }]);
    for (let count = 0; count < 3; count += 1)
      standIn.log.append('note-gone', 'any', [{ id: anEvent().id, type: '$streamDeleted', ...what }]);
    expect(await store.head()).toBe(position);
    expect(await store.readAll(position, 10)).toEqual([]);
  });

  it('records no earlier than what was there before it was opened', async () => {
    const early = new HeldClock('2026-11-23T08:00:00.000Z');
    const stream = aStream();
    await (await open({ clock: new HeldClock('2026-11-23T09:00:00.000Z') })).append(stream, noStream, [anEvent()]);
    await (await open({ clock: early })).append(stream, 0n, [anEvent()]);
    const metas = standIn.log.stream(stream).map(({ metadata }) => Buffer.from(metadata).toString());
    expect(metas.every((meta) => meta.includes('"recordedAt":"2026-11-23T09:00:00.000Z"'))).toBe(true);
  });

  it('takes events of another log as they are, and again without adding any', async () => {
    const store = await open();
    const stream = aStream();
    const event = { ...anEvent(), meta: '{"note":"é","recordedAt":"2020-01-01T00:00:00.000Z","schema":1}' };
    const first = await store.appendRecorded(stream, noStream, [event]);
    expect(await store.appendRecorded(stream, noStream, [event])).toEqual(first);
    expect(await store.readStream(stream)).toMatchObject([event]);
  });
});
