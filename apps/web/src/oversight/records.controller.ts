import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToOversight } from '#commands';
import type { OversightCommand, Role } from '#domain';
import { newId, type Id, type Meta } from '#event-sourcing';
import type { SchoolRow } from '#read-models';
import { staffChoices } from '../people/staff-choices.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, type Taken } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { orNotFound } from '../shell/found.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved, type Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import {
  afterForms,
  afterPage,
  afterStep,
  closeCommand,
  closePage,
  type AfterAbout,
  type AfterStep,
} from './after-forms.js';
import { GatherOversight } from './gather.js';
import { placementOversightPage } from './placement.page.js';
import { visitCommand, visitPage, welfareCommand, welfarePage, type RecordAbout } from './record-forms.js';

const safeguarding: Role = 'designated-safeguarding-lead';

/** What is done to keep an eye on one placement: welfare checks, visits, and what becomes of each record. */
@Controller()
export class RecordsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly oversight: GatherOversight,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.oversight.placement)
  @Allowed('oversee-placements')
  async show(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const facts = await this.oversight.placement(school, placementId, this.today());
    res.render('oversight/placement', { page: placementOversightPage(facts, this.today(), notice) });
  }

  @Get(paths.oversight.welfare)
  @Allowed('oversee-placements')
  async askWelfare(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    this.forms.ask(res, welfarePage(await this.about(here, placementId, actor.id, newId())));
  }

  @Post(paths.oversight.welfare)
  @Allowed('oversee-placements')
  async recordWelfare(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId, meta.actor.id, anId.transform(field(body, 'recordId')));
    const work = () => this.record(welfareCommand(about, body), meta, 'welfareChecked');
    return this.forms.take(res, (errors) => welfarePage(about, body, errors), work);
  }

  @Get(paths.oversight.visit)
  @Allowed('oversee-placements')
  async askVisit(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    this.forms.ask(res, visitPage(await this.about(here, placementId, actor.id, newId())));
  }

  @Post(paths.oversight.visit)
  @Allowed('oversee-placements')
  async recordVisit(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId, meta.actor.id, anId.transform(field(body, 'recordId')));
    const work = () => this.record(visitCommand(about, body), meta, 'visitMade');
    return this.forms.take(res, (errors) => visitPage(about, body, errors), work);
  }

  @Get(paths.oversight.after)
  @Allowed('oversee-placements')
  async askAfter(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('recordId', anId) recordId: Id,
    @Param('step') asked: string,
    @Query() query: Record<string, unknown>,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    const step = this.stepOf(asked);
    const saved = await this.saved.notice(query);
    this.forms.ask(res, afterPage(step, await this.after(here, placementId, recordId, actor.id, newId()), saved));
  }

  @Post(paths.oversight.after)
  @Allowed('oversee-placements')
  async recordAfter(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('recordId', anId) recordId: Id,
    @Param('step') asked: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const step = this.stepOf(asked);
    const about = await this.after(here, placementId, recordId, meta.actor.id, anId.transform(field(body, 'form')));
    const work = () => this.give(afterForms[step].command(about, body), meta, afterForms[step].done);
    return this.forms.take(res, (errors) => afterPage(step, about, null, body, errors), work);
  }

  @Get(paths.oversight.close)
  @Allowed('oversee-placements')
  async askClose(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('followUpId', anId) followUpId: Id,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    this.forms.ask(res, closePage(await this.closing(here, placementId, followUpId, actor.id)));
  }

  @Post(paths.oversight.close)
  @Allowed('oversee-placements')
  async close(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('followUpId', anId) followUpId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.closing(here, placementId, followUpId, meta.actor.id);
    const work = () => this.give(closeCommand(about, body), meta, 'followUpClosed');
    return this.forms.take(res, (errors) => closePage(about, body, errors), work);
  }

  private async about({ school }: OfSchool, placementId: Id, askerId: Id, recordId: Id): Promise<RecordAbout> {
    const today = this.today();
    return { ...(await this.oversight.placement(school, placementId, today)), today, askerId, recordId };
  }

  private async after(
    { school }: OfSchool,
    placementId: Id,
    recordId: Id,
    askerId: Id,
    form: string,
  ): Promise<AfterAbout> {
    const now = this.times.now();
    const today = dayOf(now);
    const facts = await this.oversight.placement(school, placementId, today);
    const record = orNotFound(facts.records.find((each) => each.recordId === recordId));
    return { ...facts, record, safeguarding: await this.safeguarding(school), today, now, askerId, form };
  }

  private safeguarding(school: SchoolRow) {
    const roles = school.roles.filter(({ role, from }) => role === safeguarding && from <= this.today());
    return staffChoices(this.queries, { roles }, this.today());
  }

  private async closing({ school }: OfSchool, placementId: Id, followUpId: Id, askerId: Id) {
    const today = this.today();
    const facts = await this.oversight.placement(school, placementId, today);
    const followUp = orNotFound(facts.followUps.find((each) => each.followUpId === followUpId));
    return { ...facts, followUp, today, askerId };
  }

  /** A record with a concern leads to the form that asks whom they told of it. */
  // Procedure: S18.15
  private async record(command: OversightCommand, meta: Meta, done: Done): Promise<Taken> {
    const taken = await this.give(command, meta, done);
    if (!('concerns' in command.data) || command.data.concerns !== true) return taken;
    return { ...taken, to: urlOf(paths.oversight.after, { ...command.data, step: 'hand-over' }) };
  }

  private async give(command: OversightCommand, meta: Meta, done: Done): Promise<Taken> {
    const { placementId } = command.data;
    const { position, events } = await this.commands.execute(new ToOversight(placementId, command, meta));
    const to = urlOf(paths.oversight.placement, command.data);
    return { to, done: events.length === 0 ? 'unchanged' : done, position };
  }

  private stepOf(asked: string): AfterStep {
    const step = afterStep.safeParse(asked).data;
    if (step === undefined) throw new NotFoundException();
    return step;
  }

  private today() {
    return dayOf(this.times.now());
  }
}
