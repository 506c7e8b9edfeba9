import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { id, idFrom, newId, orElse, type Id, type Meta } from '#event-sourcing';
import { AdultsOfSite, ContactOfSite } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import {
  addAdultForm,
  addAdultPage,
  adultForm,
  adultPage,
  leaveAdult,
  leavesForm,
  leavesPage,
  nameAdult,
} from './adults.page.js';
import { ProviderDesk, type AdultHere } from './desk.js';
import { sentTo } from './details.page.js';
import { isErased, isThere } from './provider-words.js';

/** Those who work at a site: entered, changed, gone; and which of them is asked about attendance. */
@Controller()
export class ProviderAdultsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ProviderDesk,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.providers.addAdult)
  @Allowed('enter-providers')
  async askNew(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    this.forms.ask(res, addAdultPage(here, await this.contact(siteId), newId()));
  }

  @Post(paths.providers.addAdult)
  @Allowed('enter-providers')
  async add(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const contact = await this.contact(siteId);
    const again = (errors: FormErrors) =>
      addAdultPage(here, contact, id.safeParse(field(body, 'form')).data ?? newId(), { body, errors });
    return this.forms.take(res, again, async () => {
      const { form, ...details } = read(addAdultForm, sentTo(addAdultForm, body));
      // Made from the site as well, so that whatever is sent, nobody else is meant.
      const adultId = idFrom('adult', siteId, form);
      await this.notAnothersAddress(siteId, adultId, details.email);
      return this.desk.give(here, [nameAdult(here.site, adultId, details)], meta, 'adultNamed');
    });
  }

  @Get(paths.providers.adult)
  @Allowed('enter-providers')
  async ask(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('adultId', anId) adultId: Id,
    @Res() res: Response,
  ) {
    const here = await this.legible(of, providerId, adultId);
    this.forms.ask(res, adultPage(here, await this.contact(here.site.siteId)));
  }

  @Post(paths.providers.adult)
  @Allowed('enter-providers')
  async change(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('adultId', anId) adultId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.legible(of, providerId, adultId);
    const { site } = here;
    const contact = await this.contact(site.siteId);
    const again = (errors: FormErrors) => adultPage(here, contact, { body, errors });
    return this.forms.take(res, again, async () => {
      const details = read(adultForm, sentTo(adultForm, body));
      await this.notAnothersAddress(site.siteId, adultId, details.email);
      return this.desk.give(here, [nameAdult(site, adultId, details)], meta, 'detailsChanged');
    });
  }

  @Get(paths.providers.adultLeaves)
  @Allowed('enter-providers')
  async askLastDay(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('adultId', anId) adultId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, leavesPage(await this.desk.adult(of, providerId, adultId), this.desk.today()));
  }

  @Post(paths.providers.adultLeaves)
  @Allowed('enter-providers')
  async leave(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('adultId', anId) adultId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.adult(of, providerId, adultId);
    const today = this.desk.today();
    const again = (errors: FormErrors) => leavesPage(here, today, { body, errors });
    return this.forms.take(res, again, async () => {
      const form = read(leavesForm(here, today), { on: dayParts(body, 'on'), next: field(body, 'next') });
      return this.desk.give(here, leaveAdult(here, form), meta, 'adultLeft');
    });
  }

  /** Of somebody whose data has been erased, nothing is left to change. */
  private async legible(of: OfSchool, providerId: Id, adultId: Id): Promise<AdultHere> {
    const here = await this.desk.adult(of, providerId, adultId);
    if (isErased(here.adult)) throw new NotFoundException();
    return here;
  }

  private contact(siteId: Id) {
    return this.queries.execute(new ContactOfSite({ siteId }));
  }

  private async notAnothersAddress(siteId: Id, adultId: Id, email: string): Promise<void> {
    const adults = await this.queries.execute(new AdultsOfSite({ siteId }));
    const another = adults.some(
      (each) =>
        each.adultId !== adultId && isThere(each) && orElse(each.email, '').toLowerCase() === email.toLowerCase(),
    );
    if (another) notTaken({ email: { text: 'Somebody else at this site has this address' } });
  }
}
