import {
  Body,
  Controller,
  Get,
  GoneException,
  Param,
  Post,
  Query,
  Req,
  Res,
  UploadedFiles,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { ToWeekplan } from '#commands';
import { Documents } from '#documents';
import { erased, type Id, type Meta } from '#event-sourcing';
import { GatherMove } from '../moves/gather.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { sendDocument } from '../shell/documents.js';
import { FormAnswers, read, readBoth } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { orNotFound } from '../shell/found.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import {
  chosenAgain,
  keepDocuments,
  ReceiveDocuments,
  takeDocuments,
  type SentDocument,
} from '../shell/sent-documents.js';
import { dayOf } from '../shell/words.js';
import { GatherWeek } from './gather.js';
import { planWeek, planWeekForm, planWeekPage, planWeekSent, type PlanWeekFacts } from './plan.page.js';
import { plansOf } from './week-words.js';
import { weekPage } from './week.page.js';

/** A pupil's whole week: what becomes of each of its sessions, and planning those that no placement takes. */
@Controller()
export class WeeksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly documents: Documents,
    private readonly weeks: GatherWeek,
    private readonly moves: GatherMove,
    private readonly times: Times,
    private readonly saved: Saved,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.pupils.week)
  @Allowed('find-pupils')
  async show(
    @Here() { school, roles }: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const past = await this.times.asAt(typeof query['at'] === 'string' ? query['at'] : undefined);
    // A placement’s page leads here: where the record is another school’s by now, the pupil’s page says so.
    if (!past && (await this.moves.gone(school, subjectId))) return this.pupil(res, school, subjectId);
    const notice = await this.saved.notice(query);
    const facts = await this.weeks.gather(school.schoolId, subjectId, past?.position);
    const people = await this.weeks.people(plansOf(facts).flatMap(({ plannedBy }) => plannedBy ?? []));
    const on = dayOf(await this.times.momentOf(past));
    const reader = { on, past, mayPlan: mayDo(roles, 'start-and-end-placements') };
    return res.render('weeks/week', { page: weekPage({ ...facts, people }, reader, notice) });
  }

  @Get(paths.pupils.planWeek)
  @Allowed('start-and-end-placements')
  async ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    if (await this.moves.gone(here.school, subjectId)) return this.pupil(res, here.school, subjectId);
    return this.forms.ask(res, planWeekPage(await this.facts(here, subjectId)));
  }

  /** The documents are kept first, and then the plan that names them. */
  @Post(paths.pupils.planWeek)
  @Allowed('start-and-end-placements')
  @UseInterceptors(ReceiveDocuments)
  async plan(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @UploadedFiles() sent: readonly SentDocument[] | undefined,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, subjectId);
    const work = async () => {
      const [form, files] = readBoth(
        () => read(planWeekForm(facts), planWeekSent(body, sent?.length ?? 0)),
        () => takeDocuments(req, sent),
      );
      const kept = form.leave ? files : [];
      const shown = await keepDocuments(this.documents, { subjectId, kept: 'pupil-file' }, kept);
      const command = planWeek(facts, form, shown);
      const { position, events } = await this.commands.execute(new ToWeekplan(subjectId, command, meta));
      const done = events.length === 0 ? ('unchanged' as const) : ('restPlanned' as const);
      return { to: urlOf(paths.pupils.week, facts.pupil), done, position };
    };
    const again = (errors: FormErrors) => planWeekPage(facts, body, sent?.length ? chosenAgain(errors) : errors);
    return this.forms.take(res, again, work);
  }

  @Get(paths.pupils.weekDocument)
  @Allowed('find-pupils')
  async document(
    @Here() { school }: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('documentId', anId) documentId: Id,
    @Res() res: Response,
  ) {
    const facts = await this.weeks.gather(school.schoolId, subjectId);
    const plan = plansOf(facts).find(({ documents }) => documents.some((each) => each.documentId === documentId));
    const index = plan?.documents.findIndex((each) => each.documentId === documentId) ?? -1;
    const named = orNotFound(plan?.documents[index]);
    const bytes = await this.documents.read(named);
    if (bytes === erased) throw new GoneException();
    sendDocument(res, bytes, plan?.fileNames[index] ?? 'document', named.mediaType);
  }

  private pupil(res: Response, { schoolId }: { readonly schoolId: Id }, subjectId: Id): void {
    res.redirect(303, urlOf(paths.pupils.show, { schoolId, subjectId }));
  }

  private async facts({ school }: OfSchool, subjectId: Id): Promise<PlanWeekFacts> {
    return { ...(await this.weeks.gather(school.schoolId, subjectId)), today: dayOf(this.times.now()) };
  }
}
