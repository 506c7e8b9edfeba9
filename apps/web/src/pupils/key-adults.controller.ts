import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { part } from '#domain';
import { id, idFrom, newId, type Id, type Meta } from '#event-sourcing';
import { KeyAdultsOf, type KeyAdultRow } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { orNotFound } from '../shell/found.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { PupilDesk } from './desk.js';
import {
  addKeyAdultPage,
  changeKeyAdultPage,
  keyAdultForm,
  keyAdultSent,
  nameKeyAdult,
  removeKeyAdultPage,
} from './key-adults.page.js';

const keyAdultsMax = 30;

/** Who plays a part for a pupil beside those who are rung: adding, changing and removing key adults. */
// Procedure: S14.13, S14.17, S14.19, S14.20, S14.21, S14.22
@Controller()
export class KeyAdultsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get(paths.pupils.addKeyAdult)
  @Allowed('enter-pupils')
  async askNew(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Query() query: unknown,
    @Res() res: Response,
  ) {
    const chosen = part.safeParse(field(query, 'part'));
    const pupil = await this.desk.pupil(here, subjectId);
    this.answers.ask(res, addKeyAdultPage(pupil, newId(), chosen.success ? chosen.data : null));
  }

  @Post(paths.pupils.addKeyAdult)
  @Allowed('enter-pupils')
  async add(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const sent = id.safeParse(field(body, 'form'));
    const form = sent.success ? sent.data : newId();
    const again = (errors: FormErrors) => addKeyAdultPage(pupil, form, null, { body, errors });
    await this.answers.take(res, again, async () => {
      const told = read(keyAdultForm, keyAdultSent(body));
      // Made from the pupil as well, so that whatever is sent, nobody else's key adult is meant.
      const keyAdultId = idFrom('key-adult', subjectId, form);
      const others = (await this.keyAdults(subjectId)).filter((each) => each.keyAdultId !== keyAdultId);
      if (others.length >= keyAdultsMax) notTaken({ name: { text: 'There are 30 key adults already' } });
      return this.desk.give(pupil, [nameKeyAdult(pupil, keyAdultId, told)], meta, 'keyAdultNamed');
    });
  }

  @Get(paths.pupils.keyAdult)
  @Allowed('enter-pupils')
  async ask(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('keyAdultId', anId) keyAdultId: Id,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    this.answers.ask(res, changeKeyAdultPage(pupil, await this.keyAdult(subjectId, keyAdultId)));
  }

  @Post(paths.pupils.keyAdult)
  @Allowed('enter-pupils')
  async change(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('keyAdultId', anId) keyAdultId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const known = await this.keyAdult(subjectId, keyAdultId);
    const again = (errors: FormErrors) => changeKeyAdultPage(pupil, known, { body, errors });
    await this.answers.take(res, again, async () => {
      const command = nameKeyAdult(pupil, keyAdultId, read(keyAdultForm, keyAdultSent(body)));
      return this.desk.give(pupil, [command], meta, 'keyAdultNamed');
    });
  }

  @Get(paths.pupils.removeKeyAdult)
  @Allowed('enter-pupils')
  async askRemoval(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('keyAdultId', anId) keyAdultId: Id,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    this.answers.ask(res, removeKeyAdultPage(pupil, await this.keyAdult(subjectId, keyAdultId)));
  }

  /** Removed once, however often the form is sent: afterwards there is nothing to do. */
  @Post(paths.pupils.removeKeyAdult)
  @Allowed('enter-pupils')
  async remove(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('keyAdultId', anId) keyAdultId: Id,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const data = { subjectId, schoolId: pupil.schoolId, keyAdultId };
    this.answers.seeOther(
      res,
      await this.desk.give(pupil, [{ type: 'RemoveKeyAdult', data }], meta, 'keyAdultRemoved'),
    );
  }

  private keyAdults(subjectId: Id): Promise<KeyAdultRow[]> {
    return this.queries.execute(new KeyAdultsOf({ subjectId }));
  }

  private async keyAdult(subjectId: Id, keyAdultId: Id): Promise<KeyAdultRow> {
    return orNotFound((await this.keyAdults(subjectId)).find((each) => each.keyAdultId === keyAdultId));
  }
}
