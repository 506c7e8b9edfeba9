import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { Id, Meta } from '#event-sourcing';
import { PeopleById } from '#read-models';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import { field, formErrors } from '../shell/forms.js';
import { aName, anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayOf } from '../shell/words.js';
import { evidenceFormOf } from './evidence-forms.js';
import { staffOf } from './evidence-staff.js';
import { GatherPlacement } from './gather.js';
import { chooseForm, choosePage, recordEvidencePage } from './record-evidence.page.js';

/** Recording what a gate asks for: what it is, then its own form, which is one command. */
@Controller()
export class RecordEvidenceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.placements.evidence)
  @Allowed('agree-placements')
  async askWhich(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, choosePage(await this.about(here, placementId)));
  }

  @Post(paths.placements.evidence)
  @Allowed('agree-placements')
  async choose(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId);
    const form = chooseForm.safeParse({ evidence: field(body, 'evidence') });
    if (!form.success) {
      return res.status(400).render('shell/form', { page: choosePage(about, body, formErrors(form.error)) });
    }
    return res.redirect(303, urlOf(paths.placements.recordEvidence, { ...about.placement, ...form.data }));
  }

  @Get(paths.placements.recordEvidence)
  @Allowed('agree-placements')
  async ask(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('evidence', aName) evidence: string,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId);
    this.forms.ask(res, recordEvidencePage(about, evidence, formOf(evidence)));
  }

  @Post(paths.placements.recordEvidence)
  @Allowed('agree-placements')
  async record(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('evidence', aName) evidence: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId);
    const form = formOf(evidence);
    const work = async () => {
      const command = form.command(about, body, meta.actor.id);
      const { position } = await this.commands.execute(new ToPlacement(placementId, command, meta));
      return { to: urlOf(paths.placements.show, about.placement), done: 'gathered' as const, position };
    };
    return this.forms.take(res, (errors) => recordEvidencePage(about, evidence, form, body, errors), work);
  }

  private async about({ school: { schoolId } }: OfSchool, placementId: Id) {
    const { placement, school, pupil } = await this.placements.gather(schoolId, placementId);
    const staff = await this.queries.execute(new PeopleById({ personIds: staffOf(school) }));
    return { placement, school, staff, name: fullName(pupil ?? undefined), today: dayOf(this.times.now()) };
  }
}

/** @throws {NotFoundException} for a name that is no evidence, or has a page of its own. */
function formOf(evidence: string) {
  const form = evidenceFormOf(evidence);
  if (!form) throw new NotFoundException();
  return form;
}
