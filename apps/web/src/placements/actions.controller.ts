import { Body, Controller, Get, Param, Post, Req, Res, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { ToPlacement } from '#commands';
import { Documents } from '#documents';
import type { PlacementCommand } from '#domain';
import { Refusal, type Id, type Meta } from '#event-sourcing';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read, readBoth } from '../shell/form-answers.js';
import { field, formErrors, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved, type Done } from '../shell/saved.js';
import {
  chosenAgain,
  keepDocuments,
  ReceiveDocuments,
  takeDocuments,
  type SentDocument,
} from '../shell/sent-documents.js';
import { dayOf } from '../shell/words.js';
import { agree, agreeForm, agreePage, start, startForm, startPage } from './actions.page.js';
import { askedByPlace, missingErrors } from './gate.js';
import { GatherPlacement } from './gather.js';
import type { PlacementFacts } from './placement.page.js';
import { signedForm } from './signed-form.js';

const template = 'shell/form';

/** How a placement goes on: agreed, then started. Each is one small form and one command. */
@Controller()
export class PlacementActionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly documents: Documents,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.placements.agree)
  @Allowed('agree-placements')
  async askAgreement(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const facts = await this.facts(here, placementId);
    res.render(template, { page: agreePage(this.about(facts), signedForm(facts, dayOf(this.times.now()))) });
  }

  // Procedure: S16.5
  /** The scan is kept first, and then the agreement that names it. */
  @Post(paths.placements.agree)
  @Allowed('agree-placements')
  @UseInterceptors(ReceiveDocuments)
  async agree(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @UploadedFiles() sent: readonly SentDocument[] | undefined,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, placementId);
    const today = dayOf(this.times.now());
    const signed = signedForm(facts, today);
    const { placement } = facts;
    const work = async () => {
      const typed = { signedBy: field(body, 'signedBy'), agreedOn: dayParts(body, 'agreedOn') };
      const [form, files] = readBoth(
        () => read(agreeForm(today), { ...typed, receivedOn: dayParts(body, 'receivedOn') }),
        () => takeDocuments(req, sent),
      );
      const scans = await keepDocuments(this.documents, { subjectId: placement.subjectId, kept: 'pupil-file' }, files);
      const command = agree(placement, form, signed, meta.actor.id, scans);
      const { position } = await this.commands.execute(new ToPlacement(placementId, command, meta));
      return { to: urlOf(paths.placements.show, placement), done: 'agreed' as const, position };
    };
    const again = (errors: FormErrors) =>
      agreePage(this.about(facts), signed, body, sent?.length ? chosenAgain(errors) : errors);
    return this.forms.take(res, again, work);
  }

  @Get(paths.placements.start)
  @Allowed('start-and-end-placements')
  async askStart(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    res.render(template, { page: startPage(this.about(await this.facts(here, placementId))) });
  }

  @Post(paths.placements.start)
  @Allowed('start-and-end-placements')
  async start(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, placementId);
    const form = startForm.safeParse({ startedOn: dayParts(body, 'startedOn') });
    if (!form.success) return this.again(res, startPage(this.about(facts), body, errorsIn(form)));
    try {
      return await this.give(
        res,
        facts,
        start(facts.placement, form.data, askedByPlace(facts, form.data.startedOn)),
        meta,
        'started',
      );
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'evidence-missing') throw error;
      // The way to each thing that is missing stands where the refusal is read.
      const page = startPage(this.about(facts), body, missingErrors(facts, form.data.startedOn, error.details));
      return res.status(422).render(template, { page });
    }
  }

  private facts({ school }: OfSchool, placementId: Id): Promise<PlacementFacts> {
    return this.placements.gather(school.schoolId, placementId);
  }

  private about({ placement, pupil }: PlacementFacts) {
    return { placement, name: fullName(pupil ?? undefined), today: dayOf(this.times.now()) };
  }

  private again(res: Response, page: object): void {
    res.status(400).render(template, { page });
  }

  private async give(res: Response, facts: PlacementFacts, command: PlacementCommand, meta: Meta, done: Done) {
    const { placementId, schoolId } = facts.placement;
    const { position } = await this.commands.execute(new ToPlacement(placementId, command, meta));
    this.saved.redirect(res, urlOf(paths.placements.show, { schoolId, placementId }), done, position);
  }
}

const errorsIn = ({ error }: z.ZodSafeParseError<unknown>): FormErrors => formErrors(error);
