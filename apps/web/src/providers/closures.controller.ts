import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import type { Day, Id, Meta } from '#event-sourcing';
import { PlacementsOfSchoolAtSite } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { aDay, anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import {
  closeForm,
  closePage,
  closeSite,
  giveUpForm,
  giveUpPage,
  reopenForm,
  reopenPage,
  reopenSite,
  takeUpPage,
} from './closures.page.js';
import { ProviderDesk } from './desk.js';
import { TouchedToday } from './touched.js';

const template = 'providers/close';

/** A site closes for a day, for some or for good, and opens again. */
@Controller()
export class ClosuresController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ProviderDesk,
    private readonly touched: TouchedToday,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.providers.close)
  @Allowed('enter-closures')
  async askClosure(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const touched = await this.touched.of(of.school, siteId);
    res.render(template, { page: closePage(here, this.desk.today(), touched) });
  }

  @Post(paths.providers.close)
  @Allowed('enter-closures')
  async close(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const today = this.desk.today();
    const again = async (errors: FormErrors) =>
      closePage(here, today, await this.touched.of(of.school, siteId), { body, errors });
    const work = async () => {
      const form = read(closeForm(today), {
        from: dayParts(body, 'from'),
        to: dayParts(body, 'to'),
        session: field(body, 'session'),
        because: field(body, 'because'),
      });
      const isToday = form.from <= today && today <= form.to;
      return this.desk.give(here, closeSite(here.site, form), meta, isToday ? 'siteClosedToday' : 'siteClosed');
    };
    return this.forms.take(res, again, work, template);
  }

  @Get(paths.providers.reopen)
  @Allowed('enter-closures')
  async askReopening(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Param('on', aDay) on: Day,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const closures = here.site.closures.filter((each) => each.on === on);
    if (closures.length === 0) throw new NotFoundException();
    this.forms.ask(res, reopenPage(here, on, closures, this.desk.today()));
  }

  /** A closure that has been taken back meanwhile is nothing new, and no fault of whoever sends the form again. */
  @Post(paths.providers.reopen)
  @Allowed('enter-closures')
  async reopen(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Param('on', aDay) on: Day,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const closures = here.site.closures.filter((each) => each.on === on);
    const again = (errors: FormErrors) => reopenPage(here, on, closures, this.desk.today(), { body, errors });
    return this.forms.take(res, again, async () => {
      const form = read(reopenForm, { session: field(body, 'session') });
      return this.desk.give(here, [reopenSite(here.site, on, form)], meta, 'siteReopened');
    });
  }

  @Get(paths.providers.giveUp)
  @Allowed('enter-providers')
  async askLastDay(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    this.forms.ask(res, giveUpPage(here, await this.placed(of, siteId), this.desk.today()));
  }

  @Post(paths.providers.giveUp)
  @Allowed('enter-providers')
  async giveUp(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const again = async (errors: FormErrors) =>
      giveUpPage(here, await this.placed(of, siteId), this.desk.today(), { body, errors });
    return this.forms.take(res, again, async () => {
      const form = read(giveUpForm, { on: dayParts(body, 'on'), because: field(body, 'because') });
      return this.desk.give(here, [{ type: 'GiveUpSite', data: { providerId, siteId, ...form } }], meta, 'siteGivenUp');
    });
  }

  @Get(paths.providers.takeUp)
  @Allowed('enter-providers')
  async askTakingUp(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    if (!here.site.givenUp) throw new NotFoundException();
    this.forms.ask(res, takeUpPage(here));
  }

  @Post(paths.providers.takeUp)
  @Allowed('enter-providers')
  async takeUp(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.desk.site(of, providerId, siteId);
    const again = (errors: FormErrors) => takeUpPage(here, { body, errors });
    const take = () =>
      this.desk.give(here, [{ type: 'TakeUpSite', data: { providerId, siteId } }], meta, 'siteTakenUp');
    return this.forms.take(res, again, take);
  }

  /** How many pupils of the school are placed at the site now. */
  private async placed({ school: { schoolId } }: OfSchool, siteId: Id): Promise<number> {
    const placements = await this.queries.execute(new PlacementsOfSchoolAtSite({ schoolId, siteId }));
    return placements.filter(({ stage }) => stage === 'started').length;
  }
}
