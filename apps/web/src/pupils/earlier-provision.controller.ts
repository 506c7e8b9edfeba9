import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { id, idFrom, newId, orElse, type Id, type Meta } from '#event-sourcing';
import type { EarlierProvision } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { orNotFound } from '../shell/found.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { PupilDesk } from './desk.js';
import { addEarlierPage, earlierForm, earlierSent, removeEarlierPage } from './earlier-provision.page.js';

/** Entering alternative provision that a pupil had before, and taking out what was entered by mistake. */
@Controller()
export class EarlierProvisionController {
  constructor(
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get(paths.pupils.addEarlier)
  @Allowed('enter-pupils')
  async ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    this.answers.ask(res, addEarlierPage(await this.desk.pupil(here, subjectId), newId()));
  }

  @Post(paths.pupils.addEarlier)
  @Allowed('enter-pupils')
  async enter(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const sent = id.safeParse(field(body, 'form'));
    const form = sent.success ? sent.data : newId();
    const again = (errors: FormErrors) => addEarlierPage(pupil, form, { body, errors });
    await this.answers.take(res, again, async () => {
      const { where, schoolYear, from, until } = read(earlierForm(this.desk.today()), earlierSent(body));
      const data = {
        subjectId,
        schoolId: pupil.schoolId,
        entryId: idFrom('earlier-provision', subjectId, form),
        where,
        ...(schoolYear === undefined ? {} : { schoolYear }),
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
      };
      return this.desk.give(pupil, [{ type: 'EnterEarlierProvision', data }], meta, 'earlierEntered');
    });
  }

  @Get(paths.pupils.removeEarlier)
  @Allowed('enter-pupils')
  async askRemoval(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('entryId', anId) entryId: Id,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const entries: EarlierProvision[] = orElse((await this.desk.form(subjectId))?.earlier ?? [], []);
    this.answers.ask(res, removeEarlierPage(pupil, orNotFound(entries.find((each) => each.entryId === entryId))));
  }

  /** Taken out once, however often the form is sent: afterwards there is nothing to do. */
  @Post(paths.pupils.removeEarlier)
  @Allowed('enter-pupils')
  async remove(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('entryId', anId) entryId: Id,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const data = { subjectId, schoolId: pupil.schoolId, entryId };
    const taken = await this.desk.give(pupil, [{ type: 'RemoveEarlierProvision', data }], meta, 'earlierRemoved');
    this.answers.seeOther(res, taken);
  }
}
