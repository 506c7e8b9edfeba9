import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { RateLimits } from '#accounts';
import { ToPlacement } from '#commands';
import { id, newId, type Id, type Meta } from '#event-sourcing';
import { ProviderLinks, type BriefingLink } from '#letters';
import { AdultById, PlacementById, PupilById, SchoolById, type AdultRow } from '#read-models';
import { aboutOf } from '../placements/evidence-form.js';
import { notALinkPage, tooManyPage } from '../provider-link/expired.page.js';
import { Times } from '../shell/as-at.js';
import { Open } from '../shell/asker.js';
import { contextOf } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { placeOf } from '../shell/place.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { briefingLinkPage, briefingRunOutPage, nothingSharedPage, type LinkedBriefing } from './briefing-link.page.js';
import { GatherBriefing } from './gather.js';

/**
 * The page behind a link to what a provider must know of a pupil. Opening it shows, and only a POST acknowledges. It is for
 * one placement and one adult, as long as they work at its site, the placement lasts and the school shares with the provider.
 */
@Controller()
export class BriefingLinkController {
  constructor(
    private readonly limits: RateLimits,
    private readonly links: ProviderLinks,
    private readonly briefings: GatherBriefing,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.provider.briefing)
  @Open()
  async show(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const linked = await this.open(token, req, res);
    if (linked) res.render('briefings/link', { page: briefingLinkPage(linked, notice) });
  }

  // Procedure: S13.9
  @Post(paths.provider.briefing)
  @Open()
  async acknowledge(@Param('token') token: string, @Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const linked = await this.open(token, req, res);
    if (!linked) return undefined;
    const again = (errors: FormErrors) => briefingLinkPage(linked, null, errors);
    const work = async () => {
      const { placement, adult, today } = linked;
      // Whoever names no version has seen none: it is another than the one that stands.
      const version = id.safeParse(field(body, 'version')).data ?? newId();
      const said = { adultId: adult.adultId, channel: 'link', acknowledgedOn: today, version } as const;
      const command = { type: 'AcknowledgeBriefing', data: { ...aboutOf(placement), ...said } } as const;
      const { position, events } = await this.commands.execute(
        new ToPlacement(placement.placementId, command, byLink(adult.adultId, res)),
      );
      const done = events.length === 0 ? 'unchanged' : 'briefingAcknowledged';
      return { to: urlOf(paths.provider.briefing, { token }), done, position } as const;
    };
    return this.forms.take(res, again, work, 'briefings/link');
  }

  /** What the token opens for an adult who still works there; else the answer has been given. */
  private async open(token: string, req: Request, res: Response): Promise<LinkedBriefing | null> {
    res.set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' });
    const seconds = await this.limits.secondsToWait('provider-link', `${placeOf(req)} ${token}`);
    if (seconds !== null) {
      res.status(429).set('Retry-After', String(seconds)).render('provider-link/expired', { page: tooManyPage() });
      return null;
    }
    const now = this.times.now();
    const read = this.links.readBriefing(token, now);
    const adult = read ? await this.queries.execute(new AdultById({ adultId: read.link.recipientId })) : null;
    const isThere = adult && (adult.leftOn === undefined || adult.leftOn > dayOf(now));
    if (read && isThere) return this.linked(token, read.link, read.state === 'run-out', adult, res);
    return notALink(res);
  }

  private async linked(
    token: string,
    { placementId }: BriefingLink,
    hasRunOut: boolean,
    adult: AdultRow,
    res: Response,
  ): Promise<LinkedBriefing | null> {
    const today = dayOf(this.times.now());
    const placement = await this.queries.execute(new PlacementById({ placementId }));
    // Somebody who works at another site now has nothing to do with this pupil any more.
    if (!placement || placement.siteId !== adult.siteId) return notALink(res);
    const { schoolId, subjectId } = placement;
    const school = await this.queries.execute(new SchoolById({ schoolId }));
    if (!school) return notALink(res);
    if (hasRunOut) return gone(res, briefingRunOutPage(school));
    const briefing = await this.briefings.gather(placement, today);
    if (placement.stage === 'ended' || !briefing.shares || briefing.version === null) {
      return gone(res, nothingSharedPage(school));
    }
    const pupil = await this.queries.execute(new PupilById({ subjectId }));
    return { token, today, adult, school, placement, pupil, briefing };
  }
}

function notALink(res: Response): null {
  res.status(404).render('provider-link/expired', { page: notALinkPage() });
  return null;
}

function gone(res: Response, page: object): null {
  res.status(410).render('provider-link/expired', { page });
  return null;
}

/** What the events say of an entry through a link: the adult to whom it was sent. */
const byLink = (adultId: Id, res: Response): Meta => ({
  actor: { kind: 'provider', id: adultId, roles: [] },
  correlationId: contextOf(res).correlationId,
  via: 'link',
});
