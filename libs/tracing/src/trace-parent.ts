import { INVALID_SPAN_CONTEXT, isSpanContextValid, TraceFlags, type SpanContext } from '@opentelemetry/api';

const written = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** A span as W3C's `traceparent` writes it, to be carried by what outlives it; undefined where nobody records it. */
export function traceParentOf(span: SpanContext = INVALID_SPAN_CONTEXT): string | undefined {
  const { traceId, spanId, traceFlags } = span;
  if (!isSpanContextValid(span) || (traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
  return `00-${traceId}-${spanId}-01`;
}

/** The span that a `traceparent` names; undefined where it is not well-formed: it may come from anybody. */
export function readTraceParent(text: string | undefined): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] = written.exec(text ?? '') ?? [];
  const span = { traceId, spanId, traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(span) ? span : undefined;
}
