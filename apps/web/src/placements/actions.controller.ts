import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import type { z } from 'zod';
import { ToPlacement } from '#commands';
import type { PlacementCommand } from '#domain';
import { Refusal, type Id, type Meta } from '#event-sourcing';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { field, formErrors, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved, type Done } from '../shell/saved.js';
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
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.placements.agree)
  @Allowed('agree-placements')
  async askAgreement(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const facts = await this.facts(here, placementId);
    res.render(template, { page: agreePage(this.about(facts), signedForm(facts, dayOf(this.times.now()))) });
  }

  @Post(paths.placements.agree)
  @Allowed('agree-placements')
  async agree(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, placementId);
    const form = agreeForm.safeParse({ agreedOn: dayParts(body, 'agreedOn'), signedBy: field(body, 'signedBy') });
    if (!form.success)
      return this.again(
        res,
        agreePage(this.about(facts), signedForm(facts, dayOf(this.times.now())), body, errorsIn(form)),
      );
    return this.give(
      res,
      facts,
      agree(facts.placement, form.data, signedForm(facts, dayOf(this.times.now()))),
      meta,
      'agreed',
    );
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
      return await this.give(res, facts, start(facts.placement, form.data, askedByPlace(facts)), meta, 'started');
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
