import { Database } from '#database';
import { PostgresEventStore } from '#event-stores';
import { writeUntilTaken } from './writing.js';

/** A process that writes: so many writers, each on the next of the streams that it was told, so many events each. */
const { WRITER_URL = '', WRITER_STREAMS = '', WRITER_COUNT = '1' } = process.env;
const streams = WRITER_STREAMS.split(' ');
const database = await Database.open({ dataDir: '', databaseUrl: WRITER_URL });
const store = new PostgresEventStore(database);
const written = await Promise.all(
  Array.from({ length: Number(WRITER_COUNT) }, (_, writer) =>
    writeUntilTaken(store, streams[writer % streams.length] ?? '', 5),
  ),
);
await store.close();
await database.close();
process.send?.(written.flat());
