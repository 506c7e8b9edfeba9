import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { RateLimits, type Rate } from '#accounts';
import { ToAttendance } from '#commands';
import { attendanceIdOf } from '#domain';
import type { Meta, Position } from '#event-sourcing';
import { ProviderLinks, type ProviderLink, type ReadLink } from '#letters';
import { AdultById } from '#read-models';
import { readMarks, recordMark } from '../attendance/marks.js';
import { GatherSiteDay, markablesOf } from '../attendance/site-day.js';
import { shortName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Open } from '../shell/asker.js';
import { contextOf } from '../shell/context.js';
import { paths, urlOf } from '../shell/paths.js';
import { placeOf } from '../shell/place.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { expiredPage, freshPage, notALinkPage, tooManyPage } from './expired.page.js';
import { FreshLinks } from './fresh-links.js';
import { marksPage, type LinkedDay } from './marks.page.js';

/**
 * The page behind a link in a letter. The link is all that its holder needs, and all that they get: there is no session,
 * opening it shows, and only a POST records.
 */
@Controller()
export class ProviderLinkController {
  constructor(
    private readonly limits: RateLimits,
    private readonly links: ProviderLinks,
    private readonly fresh: FreshLinks,
    private readonly days: GatherSiteDay,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.provider.link)
  @Open()
  async show(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const read = await this.open(token, req, res);
    if (read?.state === 'run-out') return this.expired(token, read.link, res);
    if (!read) return undefined;
    const notice = await this.saved.notice(query);
    const day = await this.day(token, read.link);
    return day ? res.render('provider-link/marks', { page: marksPage(day, notice) }) : this.notALink(res);
  }

  @Post(paths.provider.link)
  @Open()
  async mark(@Param('token') token: string, @Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const read = await this.open(token, req, res);
    if (read?.state === 'run-out') return this.expired(token, read.link, res);
    if (!read) return undefined;
    const day = await this.day(token, read.link);
    if (!day) return this.notALink(res);

    const { marks, errors } = readMarks(body, day.markables, day.now);
    if (errors) {
      return res.status(400).render('provider-link/marks', { page: marksPage(day, null, body, errors) });
    }
    const given = { byId: read.link.recipientId, channel: 'link', answeredAt: day.now } as const;
    const meta = byLink(read.link, res);
    let last: Position | null = null;
    for (const mark of marks) {
      const id = attendanceIdOf(mark.about);
      const { position } = await this.commands.execute(new ToAttendance(id, recordMark(mark, given), meta));
      if (last === null || position > last) last = position;
    }
    return this.saved.redirect(
      res,
      urlOf(paths.provider.link, { token }),
      last === null ? 'unchanged' : 'marked',
      last,
    );
  }

  @Post(paths.provider.fresh)
  @Open()
  async sendFresh(@Param('token') token: string, @Req() req: Request, @Res() res: Response) {
    const read = await this.open(token, req, res, 'fresh-link');
    if (!read) return undefined;
    await this.fresh.send(read.link, byLink(read.link, res));
    const day = await this.days.gather(read.link.siteId, read.link.on, this.times.now());
    return res.render('provider-link/expired', { page: freshPage(day?.schools ?? []) });
  }

  /** What the token opens for an adult who still works there; else the answer has been given. */
  private async open(
    token: string,
    req: Request,
    res: Response,
    rate: Rate = 'provider-link',
  ): Promise<ReadLink | null> {
    res.set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' });
    const seconds = await this.limits.secondsToWait(rate, `${placeOf(req)} ${token}`);
    if (seconds !== null) {
      res.status(429).set('Retry-After', String(seconds)).render('provider-link/expired', { page: tooManyPage() });
      return null;
    }
    const now = this.times.now();
    const read = this.links.read(token, now);
    const adult = read ? await this.queries.execute(new AdultById({ adultId: read.link.recipientId })) : null;
    const gone = !adult || (adult.leftOn !== undefined && adult.leftOn <= dayOf(now));
    if (read && !gone) return read;
    this.notALink(res);
    return null;
  }

  private async day(token: string, { siteId, on }: ProviderLink): Promise<LinkedDay | null> {
    const day = await this.days.gather(siteId, on, this.times.now());
    return day && { ...day, token, markables: markablesOf(day, shortName) };
  }

  private async expired(token: string, { siteId, on }: ProviderLink, res: Response): Promise<void> {
    const day = await this.days.gather(siteId, on, this.times.now());
    res.status(410).render('provider-link/expired', { page: expiredPage(token, day?.schools ?? []) });
  }

  private notALink(res: Response): void {
    res.status(404).render('provider-link/expired', { page: notALinkPage() });
  }
}

/** What the events say of an entry through a link: the adult to whom it was sent. */
const byLink = ({ recipientId }: ProviderLink, res: Response): Meta => ({
  actor: { kind: 'provider', id: recipientId, roles: [] },
  correlationId: contextOf(res).correlationId,
  via: 'link',
});
