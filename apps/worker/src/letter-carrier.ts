import type { EventStore } from '#event-sourcing';
import type { Jobs } from '#jobs';
import { becauseOf } from '#tracing';

const batchMax = 100;
const streamPrefix = 'letter-';

/**
 * Asks for each letter to be handed over as soon as it is composed, whoever composed it. It begins at the end of the log
 * and remembers nothing: a letter that it misses is found by the sweep within a minute.
 */
export async function carryNewLetters(
  store: EventStore,
  jobs: Pick<Jobs, 'addMany'>,
  signal: AbortSignal,
): Promise<void> {
  const options = { types: ['LetterComposed'], categories: ['letter'], limit: batchMax, signal };
  for await (const batch of store.subscribe(await store.head(), options)) {
    await jobs.addMany(
      batch.map((event) => ({
        name: 'hand-over-letter',
        payload: { letterId: event.stream.slice(streamPrefix.length) },
        because: becauseOf(event),
      })),
    );
  }
}
