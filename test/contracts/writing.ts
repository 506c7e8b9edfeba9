import { randomUUID } from 'node:crypto';
import {
  canonical,
  noStream,
  StreamMoved,
  Unacceptable,
  type Appended,
  type EventStore,
  type NewEvent,
  type StoredEvent,
} from '#event-sourcing';

/** An event to append, of a type that no domain knows. */
export const anEvent = (data: unknown = {}, type = 'Noted', id: string = randomUUID()): NewEvent => ({
  id,
  type,
  data: canonical(data),
  meta: canonical({ recordedAt: '', schema: 1, note: 'é €' }),
});

export const aStream = (category = 'note'): string => `${category}-${randomUUID()}`;

/** How an append ended, in a word. */
export async function endingOf(append: Promise<Appended>): Promise<string> {
  try {
    await append;
    return 'appended';
  } catch (error) {
    if (error instanceof StreamMoved) return `moved to ${error.actual}`;
    if (error instanceof Unacceptable) return error.reason;
    throw error;
  }
}

/** Everything after a position, in batches of a size that cuts through appends. */
export async function allAfter(store: EventStore, position: bigint): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (let after = position; ;) {
    const batch = await store.readAll(after, 7);
    const last = batch.at(-1);
    if (!last) return all;
    all.push(...batch);
    after = last.position;
  }
}

/** Reads where the stream is and appends there, again and again, until so many events were taken; gives their ids. */
export async function writeUntilTaken(store: EventStore, stream: string, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const last = (await store.readStream(stream)).at(-1);
    const event = anEvent();
    if ((await endingOf(store.append(stream, last?.revision ?? noStream, [event]))) === 'appended')
      taken.push(event.id);
  }
  return taken;
}
