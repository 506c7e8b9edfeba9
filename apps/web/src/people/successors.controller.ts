import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Id, Meta } from '#event-sourcing';
import { Allowed, Asker, Here, Reader } from '../shell/asker.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { FormAnswers, notTaken } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { GatherVacancies } from './gather-vacancies.js';
import { GatherPeople, seen } from './gather.js';
import { assertMayFollow, Successors } from './successors.js';
import { chosen, successorsPage } from './successors.page.js';

const template = 'people/successors';
const nobodyChosen = { everything: { text: 'Choose who follows, in everything or in some of it' } };

/** Who follows somebody who leaves: named at once for all that they hold, or for each thing. */
@Controller(paths.people.successors)
export class SuccessorsController {
  constructor(
    private readonly people: GatherPeople,
    private readonly vacancies: GatherVacancies,
    private readonly successors: Successors,
    private readonly forms: FormAnswers,
  ) {}

  @Get()
  @Allowed('manage-people')
  async ask(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Res() res: Response,
  ) {
    const here = await this.people.person(reader, school, personId);
    const found = await this.vacancies.ofPerson(here.school, personId, here.today);
    res.render(template, { page: successorsPage(here, found) });
  }

  // Procedure: S2.4, S13.13, S13.15
  @Post()
  @Allowed('manage-people')
  async name(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.people.person(reader, school, personId);
    const found = await this.vacancies.ofPerson(here.school, personId, here.today);
    const again = (errors: FormErrors) => successorsPage(here, found, body, errors);
    const work = async () => {
      const all = chosen(body, found);
      if (all.length === 0) return notTaken(nobodyChosen);
      assertMayFollow(all, ({ key }) => key);
      const position = await this.successors.name(here.school.schoolId, all, here.today, meta);
      return seen(here, 'successorsNamed', position);
    };
    return this.forms.take(res, again, work, template);
  }
}
