import { Injectable } from '@nestjs/common';
import { Clock, Journal, recordedMeta, type Instant, type Position } from '#event-sourcing';
import { localMoment } from './words.js';

/** A past moment or event as at which a page is shown. */
export type AsAt = { readonly position: Position; readonly moment: Instant | null };

/** Finds what `?at=` means: a moment on the wall clock, or the position of an event. */
@Injectable()
export class Times {
  constructor(
    private readonly clock: Clock,
    private readonly journal: Journal,
  ) {}

  now(): Instant {
    return this.clock.now();
  }

  /** The past that was asked for; null when none was, or nothing that is past: then the page is of now. */
  async asAt(asked: string | undefined): Promise<AsAt | null> {
    if (asked === undefined || asked === '') return null;
    if (/^\d{1,18}$/.test(asked)) return { position: BigInt(asked), moment: null };
    const moment = localMoment.safeParse(asked);
    if (!moment.success || moment.data >= this.clock.now()) return null;
    return { position: await this.journal.store.positionAt(moment.data), moment: moment.data };
  }

  /** The moment as at which a page is: that of the past one, or of the event that it is named by; else now. */
  async momentOf(past: AsAt | null): Promise<Instant> {
    if (!past) return this.clock.now();
    if (past.moment) return past.moment;
    const event = await this.journal.store.readAt(past.position);
    if (!event) return this.clock.now();
    return recordedMeta.parse(JSON.parse(event.meta)).recordedAt;
  }
}
