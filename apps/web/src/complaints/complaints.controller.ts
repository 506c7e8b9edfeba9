import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToComplaint } from '#commands';
import type { ComplaintCommand } from '#domain';
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
import {
  actCommand,
  actPage,
  complaintAct,
  enterPage,
  receiveCommand,
  type ComplaintAct,
  type EnterAbout,
  type StepAbout,
} from './complaint-forms.js';
import { complaintPage, complaintsPage } from './complaint.page.js';
import { GatherComplaints } from './gather.js';

/** Complaints about placements and providers: each with its steps, and for how many days it has been open. */
@Controller()
export class ComplaintsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly complaints: GatherComplaints,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.complaints.list)
  @Allowed('oversee-placements')
  async list(@Here() { school }: OfSchool, @Res() res: Response) {
    const today = this.today();
    res.render('complaints/complaints', {
      page: complaintsPage(await this.complaints.ofSchool(school, today), today),
    });
  }

  @Get(paths.complaints.enter)
  @Allowed('oversee-placements')
  async ask(@Here() here: OfSchool, @Asker() { actor }: Meta, @Res() res: Response) {
    this.forms.ask(res, enterPage(await this.places(here, actor.id, newId())));
  }

  @Post(paths.complaints.enter)
  @Allowed('oversee-placements')
  async enter(@Here() here: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const about = await this.places(here, meta.actor.id, anId.transform(field(body, 'form')));
    const work = () => this.give(receiveCommand(about, body), meta, 'complaintReceived');
    return this.forms.take(res, (errors) => enterPage(about, body, errors), work);
  }

  @Get(paths.complaints.show)
  @Allowed('oversee-placements')
  async show(
    @Here() { school }: OfSchool,
    @Param('complaintId', anId) complaintId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const facts = await this.complaints.complaint(school, complaintId, this.today());
    res.render('complaints/complaint', { page: complaintPage(facts, this.today(), notice) });
  }

  @Get(paths.complaints.act)
  @Allowed('oversee-placements')
  async askAct(
    @Here() here: OfSchool,
    @Param('complaintId', anId) complaintId: Id,
    @Param('complaintAct') asked: string,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    this.forms.ask(res, actPage(this.actOf(asked), await this.about(here, complaintId, actor.id, newId())));
  }

  @Post(paths.complaints.act)
  @Allowed('oversee-placements')
  async takeAct(
    @Here() here: OfSchool,
    @Param('complaintId', anId) complaintId: Id,
    @Param('complaintAct') asked: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const act = this.actOf(asked);
    const about = await this.about(here, complaintId, meta.actor.id, anId.transform(field(body, 'form')));
    const done = act === 'step' ? 'complaintStep' : 'complaintClosed';
    const work = () => this.give(actCommand(act, about, body), meta, done);
    return this.forms.take(res, (errors) => actPage(act, about, body, errors), work);
  }

  private async places({ school }: OfSchool, askerId: Id, form: Id): Promise<EnterAbout> {
    const today = this.today();
    return { ...(await this.complaints.places(school, today)), today, askerId, form };
  }

  private async about({ school }: OfSchool, complaintId: Id, askerId: Id, form: Id): Promise<StepAbout> {
    const today = this.today();
    return { ...(await this.complaints.complaint(school, complaintId, today)), today, askerId, form };
  }

  private async give(command: ComplaintCommand, meta: Meta, done: Done): Promise<Taken> {
    const { complaintId } = command.data;
    const { position, events } = await this.commands.execute(new ToComplaint(complaintId, command, meta));
    const to = urlOf(paths.complaints.show, command.data);
    return { to, done: events.length === 0 ? 'unchanged' : done, position };
  }

  private actOf(asked: string): ComplaintAct {
    const act = complaintAct.safeParse(asked).data;
    if (act === undefined) throw new NotFoundException();
    return act;
  }

  private today() {
    return dayOf(this.times.now());
  }
}
