import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Instant } from '#event-sourcing';
import { WebOptions } from './web-options.js';

/** The cookie that tells who is signed in: for this host alone, never to scripts, never with another site's forms. */
@Injectable()
export class SessionCookie {
  private readonly name: string;

  constructor(private readonly options: WebOptions) {
    // Browsers keep a __Host- cookie only when it came through https, for the whole host and for no other.
    this.name = options.https ? '__Host-waymark' : 'waymark';
  }

  read(req: Request): string | null {
    return parseCookie(req.headers.cookie ?? '')[this.name] ?? null;
  }

  /** Lives as long as the browser is open; how long it counts, the session says. */
  set(res: Response, value: string): void {
    this.append(res, value);
  }

  clear(res: Response): void {
    this.append(res, '', new Date(0).toISOString());
  }

  private append(res: Response, value: string, endsAt?: Instant): void {
    res.append(
      'Set-Cookie',
      stringifySetCookie({
        name: this.name,
        value,
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: this.options.https,
        ...(endsAt === undefined ? {} : { expires: new Date(endsAt) }),
      }),
    );
  }
}
