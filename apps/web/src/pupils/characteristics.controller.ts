import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Id, Meta } from '#event-sourcing';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { characteristicsForm, characteristicsPage, characteristicsSent } from './characteristics.page.js';
import { PupilDesk } from './desk.js';

/** Entering a pupil's ethnicity and gender. */
@Controller(paths.pupils.characteristics)
export class CharacteristicsController {
  constructor(
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get()
  @Allowed('enter-pupils')
  async ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    const pupil = await this.desk.pupil(here, subjectId);
    this.answers.ask(res, characteristicsPage(pupil, await this.desk.form(subjectId)));
  }

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
    const form = await this.desk.form(subjectId);
    const again = (errors: FormErrors) => characteristicsPage(pupil, form, { body, errors });
    await this.answers.take(res, again, async () => {
      const told = read(characteristicsForm, characteristicsSent(body));
      const data = { subjectId, schoolId: pupil.schoolId, ...told };
      return this.desk.give(pupil, [{ type: 'NoteCharacteristics', data }], meta, 'characteristicsNoted');
    });
  }
}
