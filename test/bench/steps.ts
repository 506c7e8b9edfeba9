import { createPostgresBackend, Queue, withBackend, Worker, type PostgresPoolConfig } from 'bullmq';
import { Redis } from 'ioredis';
import type { Database } from '#database';
import { allEvents, duty, type DutyCommand } from '#domain';
import { bySystem, idFrom, Journal, newId, transact, type Id } from '#event-sourcing';
import { PostgresEventStore } from '#event-stores';
import { jobNames, Jobs, jobsAtOnce, type AnyJobHandler, type NewJob, type Payload } from '#jobs';
import { createLogger } from '#logging';
import { MemoryKeys, SealingCodec } from '#sealing';

/** Where the queues of a measurement are. */
export type QueuePlace = { readonly postgresUrl: string } | { readonly redisUrl: string };

/** How many jobs our worker does at once of those that the clock leads to; bare BullMQ and the appends get as much. */
export const stepsAtOnce = jobsAtOnce.clock;
/** As many as a sweep that finds much adds together. */
const addedTogether = 200;

type Due = Extract<Payload<'take-steps'>, { siteId: Id }>;
const [on, session, kind, step] = ['2026-11-16', 'am', 'attendance-check', 'chase'] as const;

/** Jobs for as many sites. */
const duesOf = (round: Id, count: number): Due[] =>
  Array.from({ length: count }, (_, index) => ({ kind, siteId: idFrom(round, index), on, session, step }));

/** The duty of one pupil at a site. */
const aboutDuty = (dutyId: Id, { siteId }: Due) => {
  const subject = { subjectId: dutyId, schoolId: siteId, placementId: dutyId };
  return { dutyId, kind, ...subject, siteId, on, session };
};

const meta = bySystem('clock', newId());

/**
 * Steps as our worker takes them: a job takes those of all pupils of a site's session, each of which reads its duty's stream,
 * decides and appends. Says how many steps there were in a second.
 */
export async function takeSteps(
  database: Database,
  queues: QueuePlace,
  { jobs: count, pupils }: { readonly jobs: number; readonly pupils: number },
): Promise<number> {
  const store = new PostgresEventStore(database);
  const journal = new Journal(store, new SealingCodec(allEvents, new MemoryKeys()));
  const send = (command: DutyCommand) => transact(journal, duty, command.data.dutyId, command, meta);
  const dues = duesOf(newId(), count);
  // Made beforehand: to make ids is not what is measured.
  const dutiesOf = new Map(
    dues.map((due) => [
      due.siteId,
      Array.from({ length: pupils }, (_, pupil) => aboutDuty(idFrom(due.siteId, pupil), due)),
    ]),
  );
  const at = '2026-11-16T09:30:00.000Z';
  await inGroups([...dutiesOf.values()].flat(), async (about) => {
    await send({ type: 'RaiseDuty', data: { ...about, raisedAt: at, dueAt: at, late: false } });
  });

  const log = createLogger('bench', 'warn');
  const jobs = await Jobs.open({ pool: database.pool('bench jobs'), queues, log });
  const whole = counted(count);
  const taken = { step, takenAt: at, told: [], letters: [], stale: false };
  const handlers = jobNames.map((job) => ({
    job,
    handle: async ({ siteId }: Due) => {
      const duties = dutiesOf.get(siteId) ?? [];
      await Promise.all(duties.map((about) => send({ type: 'TakeStep', data: { ...about, ...taken } })));
      whole.one();
    },
  })) as unknown as AnyJobHandler[];
  try {
    await jobs.process(handlers);
    const began = performance.now();
    for (let from = 0; from < count; from += addedTogether) {
      const some = dues.slice(from, from + addedTogether);
      await jobs.addMany(some.map((payload): NewJob => ({ name: 'take-steps', payload })));
    }
    await whole.done;
    return perSecond(count * pupils, began);
  } finally {
    await jobs.close();
    await store.close();
  }
}

/** The same jobs in bare BullMQ with the same settings, doing nothing. */
export async function doNothing(queues: QueuePlace, count: number): Promise<number> {
  const bare = bareBullMq(queues);
  const whole = counted(count);
  try {
    await bare.queue.waitUntilReady();
    const worker = bare.work(async () => whole.one());
    await worker.waitUntilReady();
    const began = performance.now();
    const dues = duesOf(newId(), count);
    for (let from = 0; from < count; from += addedTogether) {
      await bare.queue.addBulk(
        dues.slice(from, from + addedTogether).map((data) => ({
          name: 'take-steps',
          data,
          opts: { jobId: `take-steps-${data.siteId}`, removeOnComplete: true, removeOnFail: true },
        })),
      );
    }
    await whole.done;
    const rate = perSecond(count, began);
    await worker.close();
    return rate;
  } finally {
    await bare.close();
  }
}

type Bare = {
  readonly queue: Queue<Due, void>;
  work(does: () => Promise<void>): Worker<Due, void>;
  close(): Promise<void>;
};

function bareBullMq(queues: QueuePlace): Bare {
  const streams = { events: { maxLen: 256 } };
  const working = { concurrency: stepsAtOnce, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } };
  const name = 'bare';
  if ('postgresUrl' in queues) {
    const classes = withBackend(createPostgresBackend);
    const connection = (max: number): PostgresPoolConfig => ({
      connectionString: queues.postgresUrl,
      options: '-c synchronous_commit=off',
      schema: 'jobs',
      max,
    });
    const queue = new classes.Queue<Due, void>(name, { connection: connection(2), streams });
    return {
      queue: queue as unknown as Queue<Due, void>,
      work: (does) =>
        new classes.Worker<Due, void>(name, does, { connection: connection(3), ...working }) as unknown as Worker<
          Due,
          void
        >,
      close: () => queue.close(),
    };
  }
  const connection = new Redis(queues.redisUrl, { maxRetriesPerRequest: null });
  const prefix = '{bare}';
  const queue = new Queue<Due, void>(name, { connection, prefix, streams });
  return {
    queue,
    work: (does) => new Worker<Due, void>(name, does, { connection, prefix, ...working }),
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}

const perSecond = (count: number, began: number): number => count / ((performance.now() - began) / 1_000);

/** Resolves when so many have been counted. */
function counted(count: number): { readonly done: Promise<void>; one(): void } {
  let [left, finish] = [count, (): void => undefined];
  const done = new Promise<void>((resolve) => (finish = resolve));
  const one = (): void => {
    left -= 1;
    if (left === 0) finish();
  };
  return { done, one };
}

async function inGroups<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += addedTogether) {
    await Promise.all(all.slice(from, from + addedTogether).map(work));
  }
}
