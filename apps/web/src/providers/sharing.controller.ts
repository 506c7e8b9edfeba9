import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import type { Id, Meta } from '#event-sourcing';
import { SharingOf } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { ProviderDesk } from './desk.js';
import { recordSharing, sharingForm, sharingPage, sharingSent, type SharingHere } from './sharing.page.js';

/** Whether a school has a data sharing agreement with a provider: nothing about a pupil goes there without one. */
@Controller()
export class SharingController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ProviderDesk,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.providers.sharing)
  @Allowed('enter-providers')
  async ask(@Here() of: OfSchool, @Param('providerId', anId) providerId: Id, @Res() res: Response) {
    this.forms.ask(res, sharingPage(await this.here(of, providerId)));
  }

  @Post(paths.providers.sharing)
  @Allowed('enter-providers')
  async record(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.here(of, providerId);
    const again = (errors: FormErrors) => sharingPage(here, { body, errors });
    return this.forms.take(res, again, () => {
      const command = recordSharing(here, meta.actor.id, read(sharingForm, sharingSent(body)));
      return this.desk.give(here, [command], meta, 'sharingRecorded');
    });
  }

  private async here(of: OfSchool, providerId: Id): Promise<SharingHere> {
    const here = await this.desk.provider(of, providerId);
    const agreement = await this.queries.execute(new SharingOf({ schoolId: here.schoolId, providerId }));
    return { ...here, school: of.school.name, agreement };
  }
}
