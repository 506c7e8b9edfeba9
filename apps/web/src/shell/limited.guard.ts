import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { RateLimits, type Rate } from '#accounts';
import { placeOf } from './place.js';

const rateKey = 'waymark:rate';

/** A page that one place on the network may ask for so often and no more: see `rates`. */
export const Limited = (rate: Rate) => SetMetadata(rateKey, rate);

/** Somebody asks too often; after so many seconds they may ask again. */
export class TooOften extends Error {
  override readonly name = 'TooOften';
  constructor(readonly seconds: number) {
    super('This was asked for too often.');
  }
}

/** Turns away who asks too often, before anything else is done for them. */
@Injectable()
export class LimitedGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rate = this.reflector.get<Rate | undefined>(rateKey, context.getHandler());
    if (rate === undefined) return true;
    const seconds = await this.limits.secondsToWait(rate, placeOf(context.switchToHttp().getRequest<Request>()));
    if (seconds !== null) throw new TooOften(seconds);
    return true;
  }
}
