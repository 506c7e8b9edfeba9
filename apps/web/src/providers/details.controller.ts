import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { id, idFrom, newId, type Id, type Meta } from '#event-sourcing';
import { AllProviders, SitesOfProvider } from '#read-models';
import { plain } from '#sealing';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { ProviderDesk } from './desk.js';
import {
  addSiteForm,
  addSitePage,
  changeProvider,
  detailsForm,
  detailsPage,
  enterForm,
  enterPage,
  enterProvider,
  sentTo,
  siteForm,
  sitePage,
} from './details.page.js';

/** Entering providers and their sites, and changing what is known of them. */
@Controller()
export class ProviderDetailsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ProviderDesk,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.providers.enter)
  @Allowed('enter-providers')
  askNew(@Here() { school }: OfSchool, @Res() res: Response) {
    this.forms.ask(res, enterPage(school.schoolId, newId()));
  }

  /** The provider, its site and its contact are entered together, or not at all. */
  @Post(paths.providers.enter)
  @Allowed('enter-providers')
  async enter(@Here() { school }: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const { schoolId } = school;
    const again = (errors: FormErrors) => enterPage(schoolId, formOf(body), { body, errors });
    return this.forms.take(res, again, async () => {
      const form = read(enterForm, sentTo(enterForm, body));
      const { providerId, commands } = enterProvider(form);
      await this.notAnothersName(form.name, providerId);
      return this.desk.give({ schoolId, provider: { providerId } }, commands, meta, 'providerEntered');
    });
  }

  @Get(paths.providers.details)
  @Allowed('enter-providers')
  async askDetails(@Here() of: OfSchool, @Param('providerId', anId) providerId: Id, @Res() res: Response) {
    this.forms.ask(res, detailsPage(await this.desk.provider(of, providerId)));
  }

  @Post(paths.providers.details)
  @Allowed('enter-providers')
  async changeDetails(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.provider(of, providerId);
    const again = (errors: FormErrors) => detailsPage(here, { body, errors });
    return this.forms.take(res, again, async () => {
      const form = read(detailsForm, sentTo(detailsForm, body));
      await this.notAnothersName(form.name, providerId);
      return this.desk.give(here, [changeProvider(providerId, form)], meta, 'providerChanged');
    });
  }

  @Get(paths.providers.addSite)
  @Allowed('enter-providers')
  async askSite(@Here() of: OfSchool, @Param('providerId', anId) providerId: Id, @Res() res: Response) {
    this.forms.ask(res, addSitePage(await this.desk.provider(of, providerId), newId()));
  }

  @Post(paths.providers.addSite)
  @Allowed('enter-providers')
  async addSite(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.provider(of, providerId);
    const again = (errors: FormErrors) => addSitePage(here, formOf(body), { body, errors });
    return this.forms.take(res, again, async () => {
      const { form, ...details } = read(addSiteForm, sentTo(addSiteForm, body));
      // Made from the provider as well, so that whatever is sent, no other provider's site is meant.
      const siteId = idFrom('site', providerId, form);
      await this.notAnotherSitesName(providerId, siteId, details.name);
      return this.desk.give(here, [{ type: 'OpenSite', data: { providerId, siteId, ...details } }], meta, 'siteAdded');
    });
  }

  @Get(paths.providers.site)
  @Allowed('enter-providers')
  async askSiteDetails(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, sitePage(await this.desk.site(of, providerId, siteId)));
  }

  @Post(paths.providers.site)
  @Allowed('enter-providers')
  async changeSite(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const again = (errors: FormErrors) => sitePage(here, { body, errors });
    return this.forms.take(res, again, async () => {
      const details = read(siteForm, sentTo(siteForm, body));
      await this.notAnotherSitesName(providerId, siteId, details.name);
      const data = { providerId, siteId, ...details };
      return this.desk.give(here, [{ type: 'ChangeSite', data }], meta, 'siteChanged');
    });
  }

  private async notAnothersName(name: string, providerId: Id): Promise<void> {
    const providers = await this.queries.execute(new AllProviders({}));
    const another = providers.some((each) => each.providerId !== providerId && plain(each.name) === plain(name));
    if (another) notTaken({ name: { text: 'A provider of this name is entered already: find it in the list' } });
  }

  private async notAnotherSitesName(providerId: Id, siteId: Id, name: string): Promise<void> {
    const sites = await this.queries.execute(new SitesOfProvider({ providerId }));
    const another = sites.some((each) => each.siteId !== siteId && plain(each.name) === plain(name));
    if (another) notTaken({ name: { text: 'The provider has a site of this name already' } });
  }
}

/** The form that was sent, by the id that it was given out with; a new one where that is none. */
const formOf = (body: unknown): Id => id.safeParse(field(body, 'form')).data ?? newId();
