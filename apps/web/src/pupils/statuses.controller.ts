import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Id, Meta } from '#event-sourcing';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { PupilDesk } from './desk.js';
import { statusCommands, statusesForm, statusesPage, statusesSent } from './statuses.page.js';

/** Noting which statuses apply to a pupil, and since when. */
@Controller(paths.pupils.statuses)
export class PupilStatusesController {
  constructor(
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get()
  @Allowed('enter-pupils')
  async ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    this.answers.ask(res, statusesPage(await this.desk.pupil(here, subjectId), await this.desk.form(subjectId)));
  }

  /** Of what was sent, what is another than known is noted: all of it, or nothing. */
  @Post()
  @Allowed('enter-pupils')
  async note(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const known = await this.desk.form(subjectId);
    const today = this.desk.today();
    const again = (errors: FormErrors) => statusesPage(pupil, known, { body, errors });
    await this.answers.take(res, again, async () => {
      const form = read(statusesForm(today), statusesSent(body));
      return this.desk.give(pupil, statusCommands(pupil, known, form, today), meta, 'statusesNoted');
    });
  }
}
