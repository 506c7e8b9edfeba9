import { z } from 'zod';
import { allEvents } from '#domain';
import {
  catalogue,
  id,
  idFrom,
  Journal,
  MemoryEventStore,
  messages,
  noStream,
  personal,
  SystemClock,
  type EventStore,
  type Id,
  type MessageOf,
  type Meta,
  type Position,
  type Projection,
} from '#event-sourcing';
import {
  Followers,
  followerName,
  followersMigrations,
  Parked,
  PostgresRows,
  Progress,
  Rebuild,
  type Difference,
  type FollowerSet,
  type RebuildSizes,
} from '#followers';
import { MemoryKeys, RowSealer, SealingCodec } from '#sealing';
import { freshDatabase, type FreshDatabase } from './fresh-database.js';

/** A little domain to follow: notes about somebody, which can be changed, ended and made so that a fold throws. */
const about = { subjectId: id };
export const noteEvents = messages(
  {
    Noted: z.object({ ...about, mark: z.int(), words: personal(z.string()) }),
    Ended: z.object(about),
    Garbled: z.object(about),
  },
  { subject: 'subjectId', kept: 'pupil-file' },
);
export const otherEvents = messages({ Rained: z.object({ on: z.string() }) });
export type NoteEvent = MessageOf<typeof noteEvents>;

const noteRow = z.object({ ...about, mark: z.int(), words: personal(z.string()), changes: z.int() });
export type NoteRow = z.output<typeof noteRow>;

export const notes: Projection<NoteEvent, NoteRow> = {
  name: 'notes-of-pupils',
  version: 1,
  hears: [noteEvents],
  row: noteRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['mark'],
  rowId: ({ data }) => data.subjectId,
  evolve: (row, { type, data }) => {
    switch (type) {
      case 'Noted':
        return { ...data, changes: (row?.changes ?? 0) + 1 };
      case 'Ended':
        return null;
      case 'Garbled':
        throw new Error('This fold has a fault.');
    }
  },
};

export const meta: Meta = {
  actor: { kind: 'staff', id: 'somebody', roles: [] },
  correlationId: idFrom('correlation'),
  via: 'web',
};

export const subject = (name: string): Id => idFrom('subject', name);
export const noted = (name: string, mark: number, words = `About ${name}.`): NoteEvent => ({
  type: 'Noted',
  data: { subjectId: subject(name), mark, words },
});
export const ended = (name: string): NoteEvent => ({ type: 'Ended', data: { subjectId: subject(name) } });
export const garbled = (name: string): NoteEvent => ({ type: 'Garbled', data: { subjectId: subject(name) } });
export const rained: MessageOf<typeof otherEvents> = { type: 'Rained', data: { on: '2026-11-23' } };

/** So many notes about seven pupils, in turn. */
export const manyNotes = (count: number): NoteEvent[] =>
  Array.from({ length: count }, (_, index) => noted(`pupil ${index % 7}`, index));

/** Followers over a real database and a log in memory, which appends at once and can be made to fail. */
export class FollowingWorld {
  readonly keys = new MemoryKeys();
  readonly sealer = new RowSealer(this.keys);
  readonly codec = new SealingCodec(new Map([...allEvents, ...catalogue(noteEvents, otherEvents)]), this.keys);
  readonly journal: Journal;
  readonly rows: PostgresRows;
  readonly progress: Progress;
  readonly parked: Parked;
  readonly reports: string[] = [];
  private readonly running = new Set<Followers>();
  private appended = 0;

  private constructor(
    readonly fresh: FreshDatabase,
    readonly store: EventStore,
  ) {
    this.journal = new Journal(store, this.codec);
    this.rows = new PostgresRows(this.pool('reads'), this.sealer);
    this.parked = new Parked(this.pool('reads'), this.journal);
    this.progress = new Progress(this.pool('reads'), store, new SystemClock(), (channel, heard) =>
      fresh.database.listen(channel, heard),
    );
  }

  static async open(store: EventStore = new MemoryEventStore()): Promise<FollowingWorld> {
    return new FollowingWorld(await freshDatabase({ migrations: [followersMigrations] }), store);
  }

  pool(purpose: string) {
    return this.fresh.database.pool(purpose);
  }

  /** Appends events, each to a stream of its own; the position of the last. */
  async happened(...events: readonly (NoteEvent | MessageOf<typeof otherEvents>)[]): Promise<Position> {
    let position = 0n;
    for (const event of events) {
      this.appended += 1;
      ({ position } = await this.journal.append(`note-${this.appended}`, noStream, [event], meta));
    }
    return position;
  }

  /** Followers as one process would run them, started; `as` keeps the pools of several apart. */
  async follow(set: FollowerSet, { as = 'one', journal = this.journal } = {}): Promise<Followers> {
    const report = (sentence: string) => void this.reports.push(sentence);
    const followers = new Followers(set, { pool: this.pool(`followers ${as}`), journal, sealer: this.sealer, report });
    await followers.start();
    this.running.add(followers);
    return followers;
  }

  /** Waits until the notes, or whoever else, have passed a position. */
  async caughtUp(position: Position, name = followerName(notes)): Promise<void> {
    if (!(await this.progress.caughtUp(position, [name], 10_000))) {
      throw new Error(`${name} has not passed ${position}: ${JSON.stringify(this.reports)}`);
    }
  }

  rebuild(sizes?: RebuildSizes): Rebuild {
    const report = (sentence: string) => void this.reports.push(sentence);
    return new Rebuild(
      notes,
      {
        pool: this.pool('rebuilding'),
        journal: this.journal,
        sealer: this.sealer,
        report,
      },
      sizes,
    );
  }

  /** Where the notes that are read differ from those that the events give. */
  async differences(): Promise<Difference[]> {
    const rebuild = this.rebuild();
    await rebuild.build();
    const differences = await rebuild.differences();
    await rebuild.discard();
    return differences;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running].map((followers) => followers.stop()));
    this.running.clear();
  }

  async close(): Promise<void> {
    await this.stopAll();
    await this.progress.close();
    await this.fresh.drop();
  }
}
