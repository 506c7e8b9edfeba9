import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToIncident } from '#commands';
import type { IncidentCommand } from '#domain';
import { newId, type Id, type Meta } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, type Taken } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved, type Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { enterPage, tellCommand, type AccountAbout } from './account-form.js';
import { GatherIncidents } from './gather.js';
import { incidentPage, incidentsPage } from './incident.page.js';
import { incidentStep, stepCommand, stepForms, stepPage, type IncidentStep, type StepAbout } from './step-forms.js';

/** What providers tell a school of that happened to its pupils, entered by its staff, and what becomes of each. */
@Controller()
export class IncidentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly incidents: GatherIncidents,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.incidents.list)
  @Allowed('oversee-placements')
  async list(@Here() { school }: OfSchool, @Res() res: Response) {
    const facts = await this.incidents.ofSchool(school);
    res.render('incidents/incidents', { page: incidentsPage(facts, dayOf(this.times.now())) });
  }

  @Get(paths.incidents.enter)
  @Allowed('oversee-placements')
  async ask(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    this.forms.ask(res, enterPage(await this.place(here, placementId, actor.id, newId())));
  }

  @Post(paths.incidents.enter)
  @Allowed('oversee-placements')
  async enter(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.place(here, placementId, meta.actor.id, anId.transform(field(body, 'incidentId')));
    const work = () => this.give(tellCommand(about, body), meta, 'incidentTold');
    return this.forms.take(res, (errors) => enterPage(about, body, errors), work);
  }

  @Get(paths.incidents.show)
  @Allowed('oversee-placements')
  async show(
    @Here() here: OfSchool,
    @Param('incidentId', anId) incidentId: Id,
    @Query() query: Record<string, unknown>,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    res.render('incidents/incident', { page: incidentPage(await this.about(here, incidentId, actor.id), notice) });
  }

  @Get(paths.incidents.step)
  @Allowed('oversee-placements')
  async askStep(
    @Here() here: OfSchool,
    @Param('incidentId', anId) incidentId: Id,
    @Param('incidentStep') asked: string,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    this.forms.ask(res, stepPage(this.stepOf(asked), await this.about(here, incidentId, actor.id)));
  }

  @Post(paths.incidents.step)
  @Allowed('oversee-placements')
  async takeStep(
    @Here() here: OfSchool,
    @Param('incidentId', anId) incidentId: Id,
    @Param('incidentStep') asked: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const step = this.stepOf(asked);
    const about = await this.about(here, incidentId, meta.actor.id);
    const work = () => this.give(stepCommand(step, about, body), meta, stepForms[step].done);
    return this.forms.take(res, (errors) => stepPage(step, about, body, errors), work);
  }

  private async place({ school }: OfSchool, placementId: Id, askerId: Id, incidentId: Id): Promise<AccountAbout> {
    const now = this.times.now();
    return { ...(await this.incidents.place(school, placementId, dayOf(now))), now, askerId, incidentId };
  }

  private async about({ school }: OfSchool, incidentId: Id, askerId: Id): Promise<StepAbout> {
    const now = this.times.now();
    return { ...(await this.incidents.incident(school, incidentId, dayOf(now))), now, askerId };
  }

  private async give(command: IncidentCommand, meta: Meta, done: Done): Promise<Taken> {
    const { incidentId } = command.data;
    const { position, events } = await this.commands.execute(new ToIncident(incidentId, command, meta));
    const to = urlOf(paths.incidents.show, command.data);
    return { to, done: events.length === 0 ? 'unchanged' : done, position };
  }

  private stepOf(asked: string): IncidentStep {
    const step = incidentStep.safeParse(asked).data;
    if (step === undefined) throw new NotFoundException();
    return step;
  }
}
