import type { RequestHandler } from 'express';
import type { Logger } from '#logging';
import { contextOf } from './context.js';
import { routeOf } from './problems.filter.js';

/** A line for each request: the pattern of its address, never the address, which may hold a token or what was looked for. */
export function requestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const { correlationId } = contextOf(res);
    res.set('X-Correlation-Id', correlationId);
    res.on('finish', () => {
      const route = routeOf(req);
      if (route.startsWith('/health')) return;
      const durationMs = Math.round(performance.now() - began);
      logger.info(
        { correlationId, method: req.method, route, status: res.statusCode, durationMs },
        'A request was answered.',
      );
    });
    next();
  };
}
