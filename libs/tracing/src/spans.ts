import {
  context,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type SpanContext,
  type SpanKind,
} from '@opentelemetry/api';
import { recordedMeta, type RecordedMeta, type StoredEvent } from '#event-sourcing';
import { correlated, correlationNow } from './correlation.js';
import { readTraceParent } from './trace-parent.js';

/** Nothing is recorded unless whoever runs the process registers an SDK: see docs/tracing.md. */
const tracer = trace.getTracer('waymark');

export type SpanOptions = {
  readonly kind?: SpanKind;
  /** Ids, types and counts; never a name, an address or what somebody entered. */
  readonly attributes?: Attributes;
  /** Under what it belongs, where that is not what is being done now. */
  readonly parent?: SpanContext | undefined;
};

/** A span that its caller ends. */
export function beginSpan(name: string, { parent, kind, attributes = {} }: SpanOptions = {}): Span {
  const above = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : context.active();
  const correlationId = correlationNow();
  const known = correlationId === undefined ? attributes : { 'waymark.correlation_id': correlationId, ...attributes };
  return tracer.startSpan(name, { attributes: known, ...(kind === undefined ? {} : { kind }) }, above);
}

/** Does something under a span. */
export const under = <T>(span: Span, work: () => T): T => context.with(trace.setSpan(context.active(), span), work);

/** Does something in a span of its own, which ends with it. Of an error it notes the class, never the words. */
export async function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const span = beginSpan(name, options);
  try {
    return await under(span, () => work(span));
  } catch (error) {
    const errorClass = error instanceof Error ? error.name : typeof error;
    span.setStatus({ code: SpanStatusCode.ERROR, message: errorClass }).setAttribute('error.type', errorClass);
    throw error;
  } finally {
    span.end();
  }
}

/** What ties together all that follows from something: an event says it of itself. */
export type Because = Pick<RecordedMeta, 'correlationId' | 'traceparent'>;

/** What a stored event says of why it is there. */
export function becauseOf({ meta }: Pick<StoredEvent, 'meta'>): Because {
  const { correlationId, traceparent } = recordedMeta.parse(JSON.parse(meta));
  return traceparent === undefined ? { correlationId } : { correlationId, traceparent };
}

/** Does what follows from an event: under its id, and in its trace if that is recorded. */
export function following<T>({ correlationId, traceparent }: Because, work: () => T): T {
  const parent = readTraceParent(traceparent);
  const above = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
  return context.with(above, () => correlated(correlationId, work));
}

/** The trace in which something is being done, for its line in the log. */
export function traceNow(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  return span && trace.isSpanContextValid(span) ? span.traceId : undefined;
}

/** Lets what records spans send off those that it has not sent yet, before the process ends; what goes wrong is its own affair. */
export async function flushSpans(): Promise<void> {
  const provider = trace.getTracerProvider();
  const recorder: object = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  if (!('forceFlush' in recorder) || typeof recorder.forceFlush !== 'function') return;
  await Promise.resolve(recorder.forceFlush()).catch(() => undefined);
}
