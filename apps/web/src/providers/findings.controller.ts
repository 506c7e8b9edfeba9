import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { id, type Id, type Meta } from '#event-sourcing';
import { Editions } from '#procedure';
import { SitesOfProvider } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { ProviderDesk } from './desk.js';
import { findingForms, type FindingForm, type FindingHere } from './findings.page.js';

/** Records what somebody found when they looked a provider up: its registration, inspection, approval and policies. */
@Controller()
export class FindingsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly editions: Editions,
    private readonly desk: ProviderDesk,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.providers.registration)
  @Allowed('enter-providers')
  askRegistration(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    return this.ask(findingForms.registration, of, providerId, query, res);
  }

  @Post(paths.providers.registration)
  @Allowed('enter-providers')
  recordRegistration(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    return this.record(findingForms.registration, of, providerId, body, meta, res);
  }

  @Get(paths.providers.inspection)
  @Allowed('enter-providers')
  askInspection(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    return this.ask(findingForms.inspection, of, providerId, query, res);
  }

  @Post(paths.providers.inspection)
  @Allowed('enter-providers')
  recordInspection(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    return this.record(findingForms.inspection, of, providerId, body, meta, res);
  }

  @Get(paths.providers.approval)
  @Allowed('enter-providers')
  askApproval(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    return this.ask(findingForms.approval, of, providerId, query, res);
  }

  @Post(paths.providers.approval)
  @Allowed('enter-providers')
  recordApproval(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    return this.record(findingForms.approval, of, providerId, body, meta, res);
  }

  @Get(paths.providers.policy)
  @Allowed('enter-providers')
  askPolicy(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    return this.ask(findingForms.policy, of, providerId, query, res);
  }

  @Post(paths.providers.policy)
  @Allowed('enter-providers')
  recordPolicy(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    return this.record(findingForms.policy, of, providerId, body, meta, res);
  }

  private async ask(form: FindingForm, of: OfSchool, providerId: Id, query: unknown, res: Response): Promise<void> {
    const here = await this.here(of, providerId);
    this.forms.ask(res, form.page(here, id.safeParse(field(query, 'site')).data ?? ''));
  }

  private async record(
    form: FindingForm,
    of: OfSchool,
    providerId: Id,
    body: unknown,
    meta: Meta,
    res: Response,
  ): Promise<void> {
    const here = await this.here(of, providerId);
    const again = (errors: FormErrors) => form.page(here, '', { body, errors });
    return this.forms.take(res, again, () =>
      this.desk.give(here, [read(form.form(here, meta.actor.id), form.sent(body))], meta, form.done),
    );
  }

  private async here(of: OfSchool, providerId: Id): Promise<FindingHere> {
    const here = await this.desk.provider(of, providerId);
    const sites = await this.queries.execute(new SitesOfProvider({ providerId }));
    const today = this.desk.today();
    const cited = this.editions.inForceOn(today)?.citations ?? [];
    const directories = cited.filter(({ use }) => use === 'approvals').map(({ title }) => title);
    return { ...here, sites, today, directories };
  }
}
