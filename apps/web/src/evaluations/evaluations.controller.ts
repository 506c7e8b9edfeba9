import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToEvaluation } from '#commands';
import type { EvaluationCommand } from '#domain';
import { newId, type Id, type Meta } from '#event-sourcing';
import { Editions } from '#procedure';
import type { EvaluationActionRow } from '#read-models';
import { ProviderDesk } from '../providers/desk.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read, type Taken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { orNotFound } from '../shell/found.js';
import { aName, anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved, type Done } from '../shell/saved.js';
import {
  addActionForm,
  addActionPage,
  addActionSent,
  agreeAction,
  closeAction,
  closeActionForm,
  closeActionPage,
  closeActionSent,
  moveAction,
  moveActionForm,
  moveActionPage,
  moveActionSent,
} from './action.page.js';
import { actionsPage, evaluationPage } from './evaluation.page.js';
import { GatherEvaluations, type EvaluationFacts } from './gather.js';
import { recordEvaluation, recordForm, recordPage, recordSent, type RecordHere } from './record.page.js';

/** A school evaluates a site of a provider by an instrument of the procedure, and sees to what is agreed because of it. */
@Controller()
export class EvaluationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly desk: ProviderDesk,
    private readonly evaluations: GatherEvaluations,
    private readonly editions: Editions,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.evaluations.record)
  @Allowed('evaluate-providers')
  async ask(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Param('instrument', aName) instrument: string,
    @Asker() { actor }: Meta,
    @Res() res: Response,
  ) {
    const here = await this.toRecord(of, providerId, siteId, instrument);
    res.render('evaluations/record', { page: recordPage(here, actor.id) });
  }

  @Post(paths.evaluations.record)
  @Allowed('evaluate-providers')
  async record(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Param('instrument', aName) instrument: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.toRecord(of, providerId, siteId, instrument);
    const again = (errors: FormErrors) => recordPage(here, meta.actor.id, { body, errors });
    const work = () =>
      this.give(recordEvaluation(here, read(recordForm(here), recordSent(here, body))), meta, 'evaluated');
    return this.forms.take(res, again, work, 'evaluations/record');
  }

  @Get(paths.evaluations.show)
  @Allowed('see-placements')
  async show(
    @Here() { school, roles }: OfSchool,
    @Param('evaluationId', anId) evaluationId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const saved = await this.saved.notice(query);
    const today = this.desk.today();
    const facts = await this.evaluations.one(school, evaluationId, today);
    res.render('evaluations/evaluation', {
      page: evaluationPage(facts, today, mayDo(roles, 'evaluate-providers'), saved),
    });
  }

  @Get(paths.evaluations.actions)
  @Allowed('see-placements')
  async open(@Here() { school, roles }: OfSchool, @Res() res: Response) {
    const today = this.desk.today();
    const { schoolId } = school;
    const facts = { schoolId, ...(await this.evaluations.open(schoolId, today)) };
    res.render('evaluations/open', { page: actionsPage(facts, today, mayDo(roles, 'evaluate-providers')) });
  }

  @Get(paths.evaluations.addAction)
  @Allowed('evaluate-providers')
  async askAction(@Here() { school }: OfSchool, @Param('evaluationId', anId) evaluationId: Id, @Res() res: Response) {
    const today = this.desk.today();
    const facts = await this.evaluations.one(school, evaluationId, today);
    const owners = await this.evaluations.owners(school, facts.evaluation.siteId, today);
    this.forms.ask(res, addActionPage(facts, owners, newId()));
  }

  @Post(paths.evaluations.addAction)
  @Allowed('evaluate-providers')
  async addAction(
    @Here() { school }: OfSchool,
    @Param('evaluationId', anId) evaluationId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const today = this.desk.today();
    const facts = await this.evaluations.one(school, evaluationId, today);
    const owners = await this.evaluations.owners(school, facts.evaluation.siteId, today);
    const again = (errors: FormErrors) => addActionPage(facts, owners, field(body, 'form'), { body, errors });
    return this.forms.take(res, again, () => {
      const form = read(addActionForm(facts.evaluation, owners, today), addActionSent(body));
      return this.give(agreeAction(facts.evaluation, form, meta.actor.id, today), meta, 'actionAgreed');
    });
  }

  @Get(paths.evaluations.moveAction)
  @Allowed('evaluate-providers')
  async askMove(
    @Here() of: OfSchool,
    @Param('evaluationId', anId) evaluationId: Id,
    @Param('actionId', anId) actionId: Id,
    @Res() res: Response,
  ) {
    const { facts, action } = await this.action(of, evaluationId, actionId);
    this.askOfOpen(res, facts, action, () => moveActionPage(facts, action));
  }

  @Post(paths.evaluations.moveAction)
  @Allowed('evaluate-providers')
  async move(
    @Here() of: OfSchool,
    @Param('evaluationId', anId) evaluationId: Id,
    @Param('actionId', anId) actionId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const { facts, action, today } = await this.action(of, evaluationId, actionId);
    const again = (errors: FormErrors) => moveActionPage(facts, action, { body, errors });
    return this.forms.take(res, again, () => {
      const form = read(moveActionForm(today), moveActionSent(body));
      return this.give(moveAction(facts.evaluation, action, form, meta.actor.id, today), meta, 'actionMoved');
    });
  }

  @Get(paths.evaluations.closeAction)
  @Allowed('evaluate-providers')
  async askClose(
    @Here() of: OfSchool,
    @Param('evaluationId', anId) evaluationId: Id,
    @Param('actionId', anId) actionId: Id,
    @Res() res: Response,
  ) {
    const { facts, action, today } = await this.action(of, evaluationId, actionId);
    this.askOfOpen(res, facts, action, () => closeActionPage(facts, action, today));
  }

  @Post(paths.evaluations.closeAction)
  @Allowed('evaluate-providers')
  async close(
    @Here() of: OfSchool,
    @Param('evaluationId', anId) evaluationId: Id,
    @Param('actionId', anId) actionId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const { facts, action, today } = await this.action(of, evaluationId, actionId);
    const again = (errors: FormErrors) => closeActionPage(facts, action, today, { body, errors });
    return this.forms.take(res, again, () => {
      const form = read(closeActionForm(today), closeActionSent(body));
      return this.give(closeAction(facts.evaluation, action, form, meta.actor.id, today), meta, 'actionClosed');
    });
  }

  /** @throws {NotFoundException} when the procedure has no such instrument now, or the provider no such site. */
  private async toRecord(of: OfSchool, providerId: Id, siteId: Id, instrumentId: string): Promise<RecordHere> {
    const here = await this.desk.site(of, providerId, siteId);
    const today = this.desk.today();
    const edition = orNotFound(this.editions.inForceOn(today));
    const instrument = orNotFound(edition.instruments.find(({ id }) => id === instrumentId));
    return { ...here, edition, instrument, staff: await this.evaluations.staff(of.school, today), today };
  }

  /** @throws {NotFoundException} when the evaluation is not the school's, or has no such action. */
  private async action({ school }: OfSchool, evaluationId: Id, actionId: Id) {
    const today = this.desk.today();
    const facts = await this.evaluations.one(school, evaluationId, today);
    const action = orNotFound(facts.actions.find((each) => each.actionId === actionId));
    return { facts, action, today };
  }

  /** There is nothing to ask about what is closed: its evaluation says what became of it. */
  private askOfOpen(res: Response, { evaluation }: EvaluationFacts, action: EvaluationActionRow, page: () => object) {
    if (action.state === 'open') this.forms.ask(res, page());
    else res.redirect(303, urlOf(paths.evaluations.show, evaluation));
  }

  private async give(command: EvaluationCommand, meta: Meta, done: Done): Promise<Taken> {
    const { evaluationId } = command.data;
    const { position, events } = await this.commands.execute(new ToEvaluation(evaluationId, command, meta));
    const to = urlOf(paths.evaluations.show, command.data);
    return { to, done: events.length === 0 ? 'unchanged' : done, position };
  }
}
