import { z } from 'zod';
import { id, messages, type MessageOf } from '#event-sourcing';

/** What operators and the system did to the installation itself. There is one such stream. */
export const installationId = 'installation';
const reactor = z.string().min(1).max(100);
const why = z.string().trim().min(1).max(500);

export const operationsEvents = messages({
  /** A reactor begins after this position: without a checkpoint it replays from here. */
  ReactorStarted: z.object({ reactor, after: z.string().regex(/^\d+$/) }),
  ParkedEntryRetried: z.object({ reactor, instance: z.string().max(200), eventId: id }),
  ParkedEntrySkipped: z.object({ reactor, instance: z.string().max(200), eventId: id, because: why }),
  KeyDestroyed: z.object({ subjectId: id, kept: z.string().max(40), because: why }),
});
export type OperationsEvent = MessageOf<typeof operationsEvents>;

export const operationsCommands = messages({
  StartReactor: operationsEvents.shapes.ReactorStarted,
  RetryParkedEntry: operationsEvents.shapes.ParkedEntryRetried,
  SkipParkedEntry: operationsEvents.shapes.ParkedEntrySkipped,
  NoteKeyDestroyed: operationsEvents.shapes.KeyDestroyed,
});
export type OperationsCommand = MessageOf<typeof operationsCommands>;
