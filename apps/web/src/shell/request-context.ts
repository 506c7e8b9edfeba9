import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';
import { id, newId, type Id } from '#event-sourcing';
import { beginSpan, correlated, readTraceParent, under } from '#tracing';
import { routeOf } from './problems.filter.js';

/**
 * Answers a request under an id of its own, and in a span. The answer says the id, so that whoever tells us of a fault can
 * quote it. A proxy that we trust may bring the id and the trace; anybody else could choose one that is in use.
 */
export const requestContext: RequestHandler = (req, res, next) => {
  const isTrusted = isFromTrustedProxy(req);
  const parent = isTrusted ? readTraceParent(req.get('traceparent')) : undefined;
  const given = isTrusted ? (readRequestId(req.get('x-request-id')) ?? readRequestId(parent?.traceId)) : undefined;
  const correlationId = given ?? newId();
  res.set('X-Request-Id', correlationId);
  correlated(correlationId, () => {
    const attributes = { 'http.request.method': req.method };
    const span = beginSpan(req.method, { kind: SpanKind.SERVER, parent, attributes });
    res.once('close', () => {
      const route = routeOf(req);
      span.updateName(`${req.method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': res.statusCode });
      if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    under(span, next);
  });
};

function isFromTrustedProxy(req: Request): boolean {
  const trusts = req.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return trusts(req.socket.remoteAddress ?? '', 0);
}

/** A UUID as it is, or its 32 digits as proxies write them. Other digits are made a UUID's by the two that say its kind. */
export function readRequestId(text: string | undefined): Id | undefined {
  const written = text?.toLowerCase() ?? '';
  if (id.safeParse(written).success) return written;
  const [, a, b, c, d, e] =
    /^([0-9a-f]{8})([0-9a-f]{4}).([0-9a-f]{3}).([0-9a-f]{3})([0-9a-f]{12})$/.exec(written) ?? [];
  if (a === undefined || /^0*$/.test(written)) return undefined;
  const asIs = id.safeParse([a, b, written.slice(12, 16), written.slice(16, 20), e].join('-'));
  return asIs.success ? asIs.data : `${a}-${b}-8${c}-8${d}-${e}`;
}
