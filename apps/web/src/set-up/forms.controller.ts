import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToSchool } from '#commands';
import type { SchoolCommand } from '#domain';
import type { Day, Meta } from '#event-sourcing';
import type { SchoolRow } from '#read-models';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read, type Taken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { aDay } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import {
  changeSchool,
  concernWordsForm,
  concernWordsPage,
  dayOffForm,
  dayOffPage,
  detailsForm,
  detailsPage,
  sessionTimesForm,
  sessionTimesPage,
  setConcernWords,
  setDayOff,
  setSessionTimes,
  setTerm,
  termForm,
  termPage,
} from './forms.page.js';

/** What is known of a school changes by small forms: its details, its session times, its terms and days off. */
@Controller()
export class SetUpFormsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly forms: FormAnswers,
    private readonly times: Times,
  ) {}

  @Get(paths.setUp.details)
  @Allowed('set-up-school')
  askDetails(@Here() { school }: OfSchool, @Res() res: Response) {
    this.forms.ask(res, detailsPage(school));
  }

  @Post(paths.setUp.details)
  @Allowed('set-up-school')
  async changeDetails(@Here() { school }: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const again = (errors: FormErrors) => detailsPage(school, body, errors);
    return this.forms.take(res, again, () => {
      const form = read(detailsForm, sent(body, Object.keys(detailsForm.shape)));
      return this.give(school, changeSchool(school, form), meta, 'schoolChanged');
    });
  }

  @Get(paths.setUp.sessionTimes)
  @Allowed('set-up-school')
  askSessionTimes(@Here() { school }: OfSchool, @Res() res: Response) {
    this.forms.ask(res, sessionTimesPage(school, this.today()));
  }

  @Post(paths.setUp.sessionTimes)
  @Allowed('set-up-school')
  async setSessionTimes(
    @Here() { school }: OfSchool,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const again = (errors: FormErrors) => sessionTimesPage(school, this.today(), body, errors);
    return this.forms.take(res, again, () => {
      const times = sent(body, ['amStart', 'amEnd', 'pmStart', 'pmEnd']);
      const form = read(sessionTimesForm, { ...times, from: dayParts(body, 'from') });
      return this.give(school, setSessionTimes(school, form), meta, 'sessionTimesSet');
    });
  }

  @Get(paths.setUp.term)
  @Allowed('set-up-school')
  askTerm(@Here() { school }: OfSchool, @Query('from') chosen: unknown, @Res() res: Response) {
    const term = school.terms.find(({ from }) => from === chosen);
    this.forms.ask(res, termPage(school, term));
  }

  @Post(paths.setUp.term)
  @Allowed('set-up-school')
  async setTerm(@Here() { school }: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const again = (errors: FormErrors) => termPage(school, undefined, body, errors);
    return this.forms.take(res, again, () => {
      const days = { from: dayParts(body, 'from'), to: dayParts(body, 'to') };
      const form = read(termForm, { name: field(body, 'name'), ...days });
      return this.give(school, setTerm(school, form), meta, 'termSet');
    });
  }

  /** Known by its first day and its name: the form of a page that is out of date takes out no other term. */
  @Post(paths.setUp.dropTerm)
  @Allowed('set-up-school')
  async dropTerm(
    @Here() { school }: OfSchool,
    @Param('from', aDay) from: Day,
    @Asker() meta: Meta,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const { schoolId } = school;
    const term = school.terms.find((each) => each.from === from && each.name === field(body, 'name'));
    if (!term) throw new NotFoundException();
    const command: SchoolCommand = { type: 'DropTerm', data: { schoolId, name: term.name } };
    this.forms.seeOther(res, await this.give(school, command, meta, 'termDropped'));
  }

  @Get(paths.setUp.dayOff)
  @Allowed('set-up-school')
  askDayOff(@Here() { school }: OfSchool, @Res() res: Response) {
    this.forms.ask(res, dayOffPage(school));
  }

  @Post(paths.setUp.dayOff)
  @Allowed('set-up-school')
  async setDayOff(@Here() { school }: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const again = (errors: FormErrors) => dayOffPage(school, body, errors);
    return this.forms.take(res, again, () => {
      const form = read(dayOffForm, { on: dayParts(body, 'on'), kind: field(body, 'kind') });
      return this.give(school, setDayOff(school, form), meta, 'dayOffSet');
    });
  }

  @Post(paths.setUp.liftDayOff)
  @Allowed('set-up-school')
  async liftDayOff(
    @Here() { school }: OfSchool,
    @Param('on', aDay) on: Day,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const data = { schoolId: school.schoolId, on };
    this.forms.seeOther(res, await this.give(school, { type: 'LiftDayOff', data }, meta, 'dayOffLifted'));
  }

  @Get(paths.setUp.concernWords)
  @Allowed('set-up-school')
  askConcernWords(@Here() { school }: OfSchool, @Res() res: Response) {
    this.forms.ask(res, concernWordsPage(school));
  }

  @Post(paths.setUp.concernWords)
  @Allowed('set-up-school')
  async setConcernWords(
    @Here() { school }: OfSchool,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const again = (errors: FormErrors) => concernWordsPage(school, body, errors);
    return this.forms.take(res, again, () => {
      const form = read(concernWordsForm, sent(body, ['kept']));
      return this.give(school, setConcernWords(school, form), meta, 'concernWordsSet');
    });
  }

  private today(): Day {
    return dayOf(this.times.now());
  }

  private async give({ schoolId }: SchoolRow, command: SchoolCommand, meta: Meta, done: Done): Promise<Taken> {
    const { position } = await this.commands.execute(new ToSchool(schoolId, command, meta));
    return { to: urlOf(paths.setUp.show, { schoolId }), done, position };
  }
}

const sent = (body: unknown, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, field(body, name)]));
