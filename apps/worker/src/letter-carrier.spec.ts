import { allEvents } from '#domain';
import { bySystem, HeldClock, Journal, MemoryEventStore, noStream } from '#event-sourcing';
import type { NewJob } from '#jobs';
import { MemoryKeys, SealingCodec } from '#sealing';
import { ids } from '#testing';
import { carryNewLetters } from './letter-carrier.js';

const { first, second, recipientId, personId } = ids('first', 'second', 'recipientId', 'personId');
const meta = bySystem('test', first);
const composedAt = '2026-11-23T09:00:00.000Z';
const about = {
  kind: 'find-the-pupil',
  recipientId,
  recipientKind: 'person',
  occasion: 'a',
  on: '2026-11-23',
} as const;
const letter = (letterId: string) => ({ type: 'LetterComposed', data: { letterId, ...about, duties: [], composedAt } });

describe('the carrier of new letters', () => {
  it('asks for each letter that is composed from now on, by its id and because of what it was composed', async () => {
    const journal = new Journal(
      new MemoryEventStore(new HeldClock(composedAt)),
      new SealingCodec(allEvents, new MemoryKeys()),
    );
    await journal.append(`letter-${first}`, noStream, [letter(first)], meta);
    const stopping = new AbortController();
    const added = new Promise<readonly NewJob[]>((resolve) => {
      const addMany = async (jobs: readonly NewJob[]) => resolve(jobs);
      void carryNewLetters(journal.store, { addMany }, stopping.signal);
    });
    await Promise.resolve(); // It has looked where the log ends.
    await journal.append(
      `person-${personId}`,
      noStream,
      [{ type: 'PersonLeft', data: { personId, on: '2026-11-23' } }],
      meta,
    );
    await journal.append(`letter-${second}`, noStream, [letter(second)], meta);
    expect(await added).toEqual([
      { name: 'hand-over-letter', payload: { letterId: second }, because: { correlationId: first } },
    ]);
    stopping.abort();
  });
});
