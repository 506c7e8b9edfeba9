import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPerson } from '#commands';
import { id, idFrom, newId, type Id, type Meta } from '#event-sourcing';
import { AllSchools, PersonByEmail, PersonById } from '#read-models';
import { plain } from '#sealing';
import { hasLeft } from '../people/forms.page.js';
import { SignInLetters } from '../people/sign-in-letters.js';
import { detailsOf } from '../set-up/forms.page.js';
import { Times } from '../shell/as-at.js';
import { Asker, ForOperators, Reader } from '../shell/asker.js';
import type { SignedIn } from '../shell/context.js';
import { FormAnswers, notTaken, read, type Taken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { WebOptions } from '../shell/web-options.js';
import { dayOf } from '../shell/words.js';
import { newSchoolForm, newSchoolPage, newSchoolSent, takenName, takenUrn, type NewSchool } from './new-school.page.js';
import { Opening } from './opening.js';
import { sharedCalendar } from './shared-calendar.js';

const template = 'schools/new-school';

/** A further school of the trust, opened by whoever looks after the installation, with somebody who sets it up. */
@Controller(paths.newSchool)
export class NewSchoolController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly opening: Opening,
    private readonly letters: SignInLetters,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
    private readonly options: WebOptions,
  ) {}

  @Get()
  @ForOperators()
  async ask(@Reader() { personId }: SignedIn, @Res() res: Response) {
    const [schools, reader] = await Promise.all([
      this.queries.execute(new AllSchools({})),
      this.queries.execute(new PersonById({ personId })),
    ]);
    res.render(template, { page: newSchoolPage({ schoolId: newId(), schools, reader }) });
  }

  @Post()
  @ForOperators()
  async open(@Body() body: unknown, @Reader() reader: SignedIn, @Asker() meta: Meta, @Res() res: Response) {
    const schools = await this.queries.execute(new AllSchools({}));
    const sent = id.safeParse(field(body, 'schoolId'));
    const schoolId = sent.success ? sent.data : newId();
    const again = (errors: FormErrors) => newSchoolPage({ schoolId, schools, reader: null }, body, errors);
    const work = () => {
      const form = read(newSchoolForm(schools), newSchoolSent(body));
      const others = schools.filter((each) => each.schoolId !== schoolId);
      if (form.urn !== undefined && others.some(({ urn }) => urn === form.urn)) return notTaken(takenUrn);
      if (others.some(({ name }) => plain(name) === plain(form.name))) return notTaken(takenName);
      return this.openSchool(schoolId, form, reader, meta);
    };
    return this.forms.take(res, again, work, template);
  }

  private async openSchool(
    schoolId: Id,
    { calendarOf, person, email, roles, ...details }: NewSchool,
    reader: SignedIn,
    meta: Meta,
  ): Promise<Taken> {
    const today = dayOf(this.times.now());
    const known = await this.queries.execute(new PersonByEmail({ email }));
    if (known?.leftOn !== undefined && known.leftOn < today) return notTaken(hasLeft);
    const personId = known?.personId ?? idFrom('first person', schoolId);
    const data = { personId, name: person, email };
    if (!known) await this.commands.execute(new ToPerson(personId, { type: 'AddPerson', data }, meta));
    const calendar = calendarOf ? sharedCalendar(schoolId, calendarOf, today) : [];
    const first = { personId, roles, from: today };
    const position = await this.opening.open(detailsOf(schoolId, details), first, meta, calendar);
    if (personId === reader.personId) {
      // The page of the school is there for those who have a role there, which the rows have to show by then.
      await this.saved.passed(position);
      return { to: urlOf(paths.setUp.show, { schoolId }), done: 'schoolOpened', position };
    }
    const invited = known || !this.options.mailLeaves ? null : await this.letters.send(personId, 'invitation', meta);
    const done = invited === null ? 'schoolOpened' : 'schoolOpenedInvited';
    return { to: paths.allSchools.list, done, position: invited ?? position };
  }
}
