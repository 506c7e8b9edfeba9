import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { status, type PupilCommand } from '#domain';
import { orElse, type Id, type Meta } from '#event-sourcing';
import type { PupilRow } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { PupilDesk } from './desk.js';
import { statusesForm, statusesPage, statusesSent } from './statuses.page.js';

/** Noting which statuses apply to a pupil. */
@Controller(paths.pupils.statuses)
export class PupilStatusesController {
  constructor(
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get()
  @Allowed('enter-pupils')
  async ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    this.answers.ask(res, statusesPage(await this.desk.pupil(here, subjectId), this.desk.today()));
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
    const again = (errors: FormErrors) => statusesPage(pupil, this.desk.today(), { body, errors });
    await this.answers.take(res, again, async () => {
      const { on, ...values } = read(statusesForm, statusesSent(body));
      const known: PupilRow['statuses'] = orElse(pupil.statuses, {});
      const { schoolId } = pupil;
      const commands = status.options.flatMap((each): PupilCommand[] => {
        const value = values[each];
        if (value === (known[each] ?? 'unknown')) return [];
        return [{ type: 'NoteStatus', data: { subjectId, schoolId, status: each, value, on } }];
      });
      return this.desk.give(pupil, commands, meta, 'statusesNoted');
    });
  }
}
