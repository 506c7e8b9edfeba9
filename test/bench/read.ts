import type { Database } from '#database';
import { eventsMigrations, PostgresEventStore } from '#event-stores';
import { median, type Bench } from './bench.js';
import { waymark } from './contenders.js';

const events = 200_000;
const page = 1_000;

/** Reading the whole log, a page after the other, and reading streams. */
export const bench: Bench = {
  about: 'reading 200,000 events in order, against the bare SELECT, and streams of ten',
  run: async (run) => {
    const database = await run.server.database('read', [eventsMigrations]);
    const store = new PostgresEventStore(database);
    try {
      run.say(`read: storing ${events} events`);
      await fill(database);
      await run.server.settle();
      const ours: number[] = [];
      const paged: number[] = [];
      const bare: number[] = [];
      for (let round = 0; round < run.rounds; round += 1) {
        ours.push(await perSecond(() => readAll(store)));
        paged.push(await perSecond(() => bareSelectInPages(database)));
        bare.push(await perSecond(() => bareSelect(database)));
        run.say(`read: ${Math.round(ours.at(-1) ?? 0)} events/s, bare SELECT ${Math.round(bare.at(-1) ?? 0)}`);
      }
      run.put('read.all.eventsPerSecond', median(ours));
      run.put('read.all.bareSelectEventsPerSecond', median(bare));
      run.put('read.all.ratioToBareSelect', median(ours) / median(bare));
      run.put('read.all.ratioToBareSelectInPages', median(ours) / median(paged));
      run.put('read.stream.p50Ms', median(await readStreams(store)));
    } finally {
      await store.close();
      await database.close();
    }
  },
};

/** Streams of ten events, as a placement's or a duty's. */
async function fill(database: Database): Promise<void> {
  const storing = await waymark.open(database, 1);
  let stream = 0;
  const writer = async (): Promise<void> => {
    while (stream < events / 10) await storing.store(`bench-${(stream += 1)}`, 0, 10);
  };
  await Promise.all(Array.from({ length: 50 }, writer));
  await storing.close();
}

async function perSecond(read: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const count = await read();
  if (count < events) throw new Error(`Only ${count} of ${events} events were read.`);
  return (count * 1000) / (performance.now() - began);
}

async function readAll(store: PostgresEventStore): Promise<number> {
  let count = 0;
  for (let after = 0n; ;) {
    const batch = await store.readAll(after, page);
    const last = batch.at(-1);
    if (!last) return count;
    count += batch.length;
    after = last.position;
  }
}

const columns = 'id, stream, revision, position, type, data, meta';

async function bareSelect(database: Database): Promise<number> {
  const { rows } = await database.pool('bare').query(`SELECT ${columns} FROM events.event ORDER BY position`);
  return rows.length;
}

async function bareSelectInPages(database: Database): Promise<number> {
  const text = `SELECT ${columns} FROM events.event WHERE position > $1 ORDER BY position LIMIT $2`;
  let count = 0;
  for (let after = '0'; ;) {
    const { rows } = await database.pool('bare').query({ name: 'bare', text, values: [after, page] });
    if (rows.length === 0) return count;
    count += rows.length;
    after = String(rows.at(-1).position);
  }
}

async function readStreams(store: PostgresEventStore): Promise<number[]> {
  const times: number[] = [];
  for (let stream = 1; stream <= 2_000; stream += 1) {
    const began = performance.now();
    await store.readStream(`bench-${stream}`);
    times.push(performance.now() - began);
  }
  return times;
}
