import { trace } from '@opentelemetry/api';
import { categoryOf, Journal, type Message, type Meta, type Recorded, type Revision } from '#event-sourcing';
import { inSpan } from './spans.js';
import { traceParentOf } from './trace-parent.js';

/** The journal, seen in traces. An event that is appended in a trace says so: what follows from it goes on in that trace. */
export class TracedJournal extends Journal {
  override read(stream: string, upTo?: Revision): Promise<Recorded[]> {
    return inSpan('read stream', { attributes: aboutStream(stream) }, async (span) => {
      const events = await super.read(stream, upTo);
      span.setAttribute('waymark.events', events.length);
      return events;
    });
  }

  override append(stream: string, expected: Revision, decided: readonly Message[], meta: Meta) {
    const types = decided.map(({ type }) => type);
    return inSpan('append events', { attributes: { ...aboutStream(stream), 'waymark.event_types': types } }, () => {
      const traceparent = traceParentOf(trace.getActiveSpan()?.spanContext());
      return super.append(stream, expected, decided, traceparent === undefined ? meta : { ...meta, traceparent });
    });
  }
}

const aboutStream = (stream: string) => ({ 'waymark.stream': stream, 'waymark.category': categoryOf(stream) });
