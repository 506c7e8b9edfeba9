import type { Telemetry } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';

const otel = new BullMQOtel({ tracerName: 'waymark' });

/** What BullMQ does with a job. The rest, such as that it looks for stalled ones, would be a trace every few seconds. */
const shown = /^(add|addBulk|process) /;

const unseen = {
  setSpanOnContext: <C>(context: C): C => context,
  setAttribute: () => undefined,
  setAttributes: () => undefined,
  addEvent: () => undefined,
  recordException: () => undefined,
  end: () => undefined,
};

/** Spans of BullMQ's, by its own instrumentation: the trace of whoever adds a job goes on where it is done. */
export const telemetry: Telemetry = {
  contextManager: otel.contextManager,
  tracer: {
    startSpan: (name, options, context) => (shown.test(name) ? otel.tracer.startSpan(name, options, context) : unseen),
  },
};
