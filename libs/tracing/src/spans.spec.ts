import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { allEvents } from '#domain';
import { bySystem, HeldClock, MemoryEventStore, noStream } from '#event-sourcing';
import { MemoryKeys, SealingCodec } from '#sealing';
import { ids } from '#testing';
import {
  becauseOf,
  correlated,
  correlationNow,
  flushSpans,
  following,
  inSpan,
  traceNow,
  TracedJournal,
} from './index.js';

const { correlationId, personId } = ids('correlationId', 'personId');
const left = { type: 'PersonLeft', data: { personId, on: '2026-11-23' } };

describe('what is being done', () => {
  const exporter = new InMemorySpanExporter();
  // The first tests are of a process in which nobody records, as most are; once somebody does, that stays so.
  const record = () => new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] }).register();
  afterEach(() => exporter.reset());
  afterAll(() => {
    for (const api of [trace, context, propagation]) api.disable();
  });
  const recorded = async (): Promise<ReadableSpan[]> => {
    await flushSpans();
    return exporter.getFinishedSpans();
  };
  const journal = () => {
    const store = new MemoryEventStore(new HeldClock('2026-11-23T09:00:00.000Z'));
    return new TracedJournal(store, new SealingCodec(allEvents, new MemoryKeys()));
  };
  const append = async (to: TracedJournal) => {
    await to.append(`person-${personId}`, noStream, [left], bySystem('test', correlationId));
    const [stored] = await to.store.readAll(0n, 1);
    if (!stored) throw new Error('Nothing was appended.');
    return stored;
  };

  it('has an id that goes along with whatever waits', async () => {
    await correlated(correlationId, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(correlationNow()).toBe(correlationId);
    });
    expect(correlationNow()).toBeUndefined();
  });

  it('is in no trace where nobody records one, and events don’t speak of it', async () => {
    const stored = await inSpan('above', {}, async () => {
      expect(traceNow()).toBeUndefined();
      return append(journal());
    });
    expect(becauseOf(stored)).toEqual({ correlationId });
    await expect(flushSpans()).resolves.toBeUndefined();
  });

  it('is in a trace that goes on with what follows from an event', async () => {
    record();
    const stored = await inSpan('above', {}, () => append(journal()));
    await following(becauseOf(stored), () => inSpan('below', {}, async () => expect(traceNow()).toBeDefined()));
    const spans = await recorded();
    expect(spans.map(({ name }) => name)).toEqual(['append events', 'above', 'below']);
    const [appending, above, below] = spans;
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
    expect(appending?.parentSpanContext?.spanId).toBe(above?.spanContext().spanId);
    expect(below?.parentSpanContext?.spanId).toBe(appending?.spanContext().spanId);
    expect(appending?.attributes).toEqual({
      'waymark.stream': `person-${personId}`,
      'waymark.category': 'person',
      'waymark.event_types': ['PersonLeft'],
    });
    expect(below?.attributes).toEqual({ 'waymark.correlation_id': correlationId });
  });

  it('goes wrong without a word of the error in its span', async () => {
    record();
    const fail = () => Promise.reject(new RangeError('No mailbox for amira@home.example'));
    await expect(inSpan('failing', {}, fail)).rejects.toThrow(RangeError);
    const [span] = await recorded();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'RangeError' });
    expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('amira');
  });
});
