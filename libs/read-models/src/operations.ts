import { z } from 'zod';
import { operationsEvents, type OperationsEvent } from '#domain';
import { actor, id, instant, type Found, type Projection } from '#event-sourcing';
import { answers, Ask, type Anywhere } from './ask.js';

const operationsRow = z.object({
  eventId: id,
  at: instant,
  position: z.string(),
  actor,
  did: z.enum([
    'started-reactor',
    'retried-parked-entry',
    'skipped-parked-entry',
    'imported',
    'restored',
    'destroyed-key',
  ]),
  reactor: z.string().optional(),
  /** Which instance of the reactor's process was parked, and at which event. */
  instance: z.string().optional(),
  parkedEventId: id.optional(),
  /** Whose key was destroyed, of which retention class. */
  subjectId: id.optional(),
  kept: z.string().optional(),
  because: z.string().optional(),
  /** What was imported, and how much came of it. */
  kinds: z.array(z.string()).optional(),
  rows: z.int().optional(),
  changes: z.int().optional(),
  /** From which backup it was restored, which had been made when and up to which position. */
  backupId: id.optional(),
  madeAt: instant.optional(),
  upTo: z.string().optional(),
  keysDestroyedAgain: z.int().optional(),
});
export type OperationsRow = z.output<typeof operationsRow>;

/** What operators and the system did to the installation itself: a row for each act, for good. */
export const operations: Projection<OperationsEvent, OperationsRow> = {
  name: 'operations',
  version: 2, // 2: imports.
  hears: [operationsEvents],
  row: operationsRow,
  sealed: null,
  by: ['did'],
  rowId: ({ id }) => id,

  evolve: (_, { id: eventId, type, data, position, meta }) => {
    const act = { eventId, at: meta.recordedAt, position: String(position), actor: meta.actor };
    switch (type) {
      case 'ReactorStarted':
        return { ...act, did: 'started-reactor', reactor: data.reactor };
      case 'ParkedEntryRetried': {
        const { reactor, instance, eventId: parkedEventId } = data;
        return { ...act, did: 'retried-parked-entry', reactor, instance, parkedEventId };
      }
      case 'ParkedEntrySkipped': {
        const { reactor, instance, eventId: parkedEventId, because } = data;
        return { ...act, did: 'skipped-parked-entry', reactor, instance, parkedEventId, because };
      }
      case 'ImportCarriedOut':
        return { ...act, did: 'imported', kinds: data.kinds, rows: data.rows, changes: data.changes };
      case 'InstallationRestored':
        return { ...act, did: 'restored', ...data };
      case 'KeyDestroyed':
        return { ...act, did: 'destroyed-key', subjectId: data.subjectId, kept: data.kept, because: data.because };
    }
  },
};

/** Everything done to the installation, in the order of the log. */
export class OperationsLog extends Ask<Anywhere, Found<OperationsRow>[]> {}
export const OperationsLogAnswers = answers(OperationsLog, async (rows, _, asAt) =>
  (await rows.find(operations, {}, asAt)).sort((a, b) => (BigInt(a.position) < BigInt(b.position) ? -1 : 1)),
);
