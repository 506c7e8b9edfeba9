import { installationId, type OperationsEvent } from '#domain';
import { beginning, bySystem, newId, noStream, StreamMoved, type Journal, type Position } from '#event-sourcing';

const stream = `operations-${installationId}`;

/**
 * From which position each reactor has to hear the events, when it has no checkpoint. The first start of all is an event:
 * the first reactors of an installation hear everything, one that comes with a later version what follows its start.
 */
export async function reactorsStarted(journal: Journal, names: readonly string[]): Promise<Map<string, Position>> {
  for (;;) {
    const past = await journal.read(stream);
    const started = new Map<string, Position>();
    for (const recorded of past) {
      const event = recorded as unknown as OperationsEvent;
      if (event.type !== 'ReactorStarted') continue;
      // In another store the same event lies elsewhere, so what counts is where it lies in this one.
      started.set(event.data.reactor, event.data.after === '0' ? beginning : recorded.position);
    }
    const fresh = names.filter((name) => !started.has(name));
    if (fresh.length === 0) return started;
    const after = started.size === 0 ? 0n : await journal.store.head();
    const events = fresh.map((reactor) => ({ type: 'ReactorStarted', data: { reactor, after: String(after) } }));
    try {
      // All in one append: two processes that start at once agree on who begins at the beginning.
      await journal.append(stream, past.at(-1)?.revision ?? noStream, events, bySystem('followers', newId()));
    } catch (error) {
      if (!(error instanceof StreamMoved)) throw error;
    }
  }
}
