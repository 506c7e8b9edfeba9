import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { RateLimits } from '#accounts';
import { id, newId, type Id, type Meta } from '#event-sourcing';
import { ProviderLinks, type AssuranceLink } from '#letters';
import {
  AdultById,
  AssuranceById,
  PersonById,
  SchoolById,
  SiteById,
  type AdultRow,
  type SchoolRow,
} from '#read-models';
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
import { readAnswers } from './answer-form.js';
import { recordReply } from './answering.js';
import { assuranceLinkPage, assuranceRunOutPage, type LinkedAssurance } from './assurance-link.page.js';
import { GatherAssurance } from './gather.js';

/**
 * The page behind a link that asks for written assurance. As with attendance, the link is all that its holder needs and
 * gets: opening it shows, and only a POST records. It is for one round and one adult.
 */
@Controller()
export class AssuranceLinkController {
  constructor(
    private readonly limits: RateLimits,
    private readonly links: ProviderLinks,
    private readonly assurances: GatherAssurance,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.provider.assurance)
  @Open()
  async show(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const linked = await this.open(token, req, res);
    if (linked) res.render('assurance/answer', { page: assuranceLinkPage(linked, newId(), notice) });
  }

  // Procedure: S23.1, S23.5
  @Post(paths.provider.assurance)
  @Open()
  async answer(@Param('token') token: string, @Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const linked = await this.open(token, req, res);
    if (!linked) return undefined;
    const form = id.safeParse(field(body, 'form')).data ?? newId();
    const again = (errors: FormErrors) => assuranceLinkPage(linked, form, null, { body, errors });
    const work = async () => {
      const answered = readAnswers(linked, body);
      const { adultId } = linked.adult;
      const given = { on: linked.today, channel: 'link', byId: adultId, form } as const;
      const meta = byLink(adultId, res);
      const { assurance } = linked.found;
      const { position, events } = await recordReply(this.commands, assurance, linked.round, answered, given, meta);
      const done = answered.newcomer ? 'newcomerGiven' : events.length === 0 ? 'unchanged' : 'assuranceGiven';
      return { to: urlOf(paths.provider.assurance, { token }), done, position } as const;
    };
    return this.forms.take(res, again, work, 'assurance/answer');
  }

  /** What the token opens for an adult who still works there; else the answer has been given. */
  private async open(token: string, req: Request, res: Response): Promise<LinkedAssurance | null> {
    res.set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' });
    const seconds = await this.limits.secondsToWait('provider-link', `${placeOf(req)} ${token}`);
    if (seconds !== null) {
      res.status(429).set('Retry-After', String(seconds)).render('provider-link/expired', { page: tooManyPage() });
      return null;
    }
    const now = this.times.now();
    const read = this.links.readAssurance(token, now);
    const adult = read ? await this.queries.execute(new AdultById({ adultId: read.link.recipientId })) : null;
    const isThere = adult && (adult.leftOn === undefined || adult.leftOn > dayOf(now));
    if (read && isThere) return this.linked(token, read.link, read.state === 'run-out', adult, res);
    return notALink(res);
  }

  private async linked(
    token: string,
    { assuranceId, round }: AssuranceLink,
    hasRunOut: boolean,
    adult: AdultRow,
    res: Response,
  ): Promise<LinkedAssurance | null> {
    const today = dayOf(this.times.now());
    const asked = await this.queries.execute(new AssuranceById({ assuranceId }));
    const school = asked && (await this.queries.execute(new SchoolById({ schoolId: asked.assurance.schoolId })));
    if (hasRunOut) return runOut(school, res);
    if (!asked || !school) return notALink(res);
    const { schoolId, siteId, personId } = asked.assurance;
    const facts = await this.assurances.known(schoolId, siteId, today);
    const site = await this.queries.execute(new SiteById({ siteId }));
    const person = await this.queries.execute(new PersonById({ personId }));
    if (!facts.found || !site) return notALink(res);
    return {
      token,
      round,
      today,
      adult,
      person,
      found: facts.found,
      asked: facts.asked,
      adults: facts.there,
      site: site.name,
      school,
    };
  }
}

function notALink(res: Response): null {
  res.status(404).render('provider-link/expired', { page: notALinkPage() });
  return null;
}

function runOut(school: SchoolRow | null, res: Response): null {
  res.status(410).render('provider-link/expired', { page: assuranceRunOutPage(school) });
  return null;
}

/** What the events say of an entry through a link: the adult to whom it was sent. */
const byLink = (adultId: Id, res: Response): Meta => ({
  actor: { kind: 'provider', id: adultId, roles: [] },
  correlationId: contextOf(res).correlationId,
  via: 'link',
});
