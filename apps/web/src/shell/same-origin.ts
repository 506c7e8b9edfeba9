import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Nobody else's page acts in a reader's name. Browsers say where a request comes from; what changes something is taken
 * from our own pages alone. A request that says nothing of its origin is let through only when it brings no cookie that
 * could act for somebody.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const req = context.switchToHttp().getRequest<Request>();
    if (safe.includes(req.method) || fromOurselves(req)) return true;
    throw new ForbiddenException('another-origin');
  }
}

function fromOurselves(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.get('origin');
  if (origin !== undefined && URL.canParse(origin)) return new URL(origin).host === req.get('host');
  return req.get('cookie') === undefined;
}
