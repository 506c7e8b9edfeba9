import { AsyncResource } from 'node:async_hooks';
import type { Request, RequestHandler } from 'express';
import type { Logger } from '#logging';
import { noMeter, stopwatch, type Meter } from '#metrics';
import { routeOf } from './problems.filter.js';

/**
 * A line for each request, and a count: the pattern of its address, never the address, which may hold a token or what was
 * looked for. One that we failed to answer is a warning; why, the error beside it says.
 */
export function requestLog(logger: Logger, meter: Meter = noMeter): RequestHandler {
  return (req, res, next) => {
    const elapsed = stopwatch();
    const log = (): void => {
      const route = routeOf(req);
      if (route.startsWith('/health')) return;
      const seconds = elapsed();
      const { statusCode: status } = res;
      const method = methodOf(req);
      meter.count('waymark_http_requests_total', { method, route, status: `${Math.floor(status / 100)}xx` });
      meter.observe('waymark_http_request_duration_seconds', { method, route }, seconds);
      logger[status >= 500 ? 'warn' : 'info'](
        { method: req.method, route, status, durationMs: Math.round(seconds * 1_000) },
        'A request was answered.',
      );
    };
    // The end comes from the connection, which knows nothing of the request: the line belongs to this one all the same.
    res.on('finish', AsyncResource.bind(log));
    next();
  };
}

/** Anybody may send any method, and each new one would be a new series. */
const methodOf = ({ method }: Request): string => (['GET', 'HEAD', 'POST'].includes(method) ? method : 'other');
