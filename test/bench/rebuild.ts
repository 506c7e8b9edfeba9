import { z } from 'zod';
import { answer, channel, pupilSession, sessionKey } from '#domain';
import {
  bySystem,
  catalogue,
  id,
  idFrom,
  instant,
  Journal,
  messages,
  noStream,
  personal,
  type AnyProjection,
  type Message,
  type MessageDefinition,
} from '#event-sourcing';
import { eventsMigrations, PostgresEventStore } from '#event-stores';
import { followersMigrations, Rebuild } from '#followers';
import { MasterKey, PostgresKeys, RowSealer, SealingCodec, sealingMigrations } from '#sealing';
import { median, type Bench, type BenchRun } from './bench.js';

export const events = 200_000;
const eventsPerSession = 4;
const pupils = 2_000;

/** Making a read model again from the whole log: every event becomes a row version, in a table beside the one read. */
export const bench: Bench = {
  about: `rebuilding a read model from ${events} events, with every event and row sealed, and with none`,
  run: async (run) => {
    run.put(
      'rebuild.eventsPerSecond',
      await measure(
        run,
        'sealed',
        answers((schema) => personal(schema)),
      ),
    );
    run.put(
      'rebuild.unsealed.eventsPerSecond',
      await measure(
        run,
        'unsealed',
        answers((schema) => schema),
      ),
    );
  },
};

type ReadModel = { readonly known: ReadonlyMap<string, MessageDefinition>; readonly projection: AnyProjection };

/** What providers said, as the product has it: with what is about a person marked, or, to compare, not. */
export function answers(mark: (schema: z.ZodType) => z.ZodType): ReadModel {
  const said = {
    answer: mark(answer),
    words: mark(z.string().trim().max(500)),
    answeredAt: instant,
    channel,
    byId: id,
  };
  const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;
  const heard = messages({ AnswerHeard: z.object({ ...pupilSession, ...said }) }, sealed);
  const projection: AnyProjection = {
    name: 'answers',
    version: 1,
    hears: [heard],
    row: z.object({ ...pupilSession, ...said, times: z.int() }),
    sealed,
    by: ['schoolId', 'siteId', 'on'],
    rowId: sessionKey,
    evolve: (row: { times: number } | null, { data }: Message) => ({ ...data, times: (row?.times ?? 0) + 1 }),
  };
  return { known: catalogue(heard), projection };
}

async function measure(run: BenchRun, name: string, { known, projection }: ReadModel): Promise<number> {
  const database = await run.server.database(name, [eventsMigrations, sealingMigrations, followersMigrations]);
  const store = new PostgresEventStore(database);
  const keys = new PostgresKeys(database.pool('keys'), MasterKey.of(Buffer.alloc(32, 1)));
  const journal = new Journal(store, new SealingCodec(known, keys));
  const pool = database.pool('rebuilding', { mayBeLost: true });
  const deps = { pool, journal, sealer: new RowSealer(keys), report: fail };
  try {
    run.say(`rebuild: storing ${events} events, ${name}`);
    await fill(journal);
    const speeds: number[] = [];
    for (let round = 0; round < run.rounds; round += 1) {
      await run.server.settle();
      keys.evict();
      const rebuild = new Rebuild(projection, deps);
      const began = performance.now();
      const built = await rebuild.build();
      speeds.push((built.events * 1_000) / (performance.now() - began));
      if (built.versions !== events) throw new Error(`Only ${built.versions} of ${events} versions were built.`);
      await rebuild.discard();
      run.say(`rebuild: ${Math.round(speeds.at(-1) ?? 0)} events/s, ${name}`);
    }
    return median(speeds);
  } finally {
    await store.close();
    await database.close();
  }
}

function fail(sentence: string, error: unknown): never {
  throw new Error(sentence, { cause: error });
}

/** A stream for each session of a pupil, in which the answer changes a few times, as it is heard over many days. */
export async function fill(journal: Journal): Promise<void> {
  const meta = bySystem('bench', idFrom('bench'));
  const answered = ['present', 'late', 'absent', 'present'];
  let session = 0;
  const writer = async (): Promise<void> => {
    while (session < events / eventsPerSession) {
      session += 1;
      const about = sessionOf(session);
      const said = answered.map((answer, index) => ({
        type: 'AnswerHeard',
        data: { ...about, answer, words: `Said at the ${index + 1}. call: at ease in the workshop.`, ...heardBy },
      }));
      await journal.append(`attendance-${idFrom('attendance', session)}`, noStream, said, meta);
    }
  };
  await Promise.all(Array.from({ length: 64 }, writer));
}

const heardBy = { answeredAt: '2026-11-23T09:10:00.000Z', channel: 'telephone', byId: idFrom('person') };

function sessionOf(session: number) {
  const pupil = session % pupils;
  const dayOfTerm = Math.floor(session / pupils / 2);
  return {
    placementId: idFrom('placement', pupil),
    subjectId: idFrom('pupil', pupil),
    schoolId: idFrom('school', pupil % 20),
    siteId: idFrom('site', pupil % 50),
    on: new Date(Date.UTC(2026, 8, 1 + dayOfTerm)).toISOString().slice(0, 10),
    session: Math.floor(session / pupils) % 2 === 0 ? 'am' : 'pm',
  };
}
