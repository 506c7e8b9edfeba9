import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { day } from '#event-sourcing';
import { PeopleById, TheTrust } from '#read-models';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { field } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { GatherVacancies } from './gather-vacancies.js';
import { GatherPeople } from './gather.js';
import { keyStaffPage } from './key-staff.page.js';

/** The key staff of a school, today or as at any day. */
@Controller(paths.keyStaff)
export class KeyStaffController {
  constructor(
    private readonly people: GatherPeople,
    private readonly vacancies: GatherVacancies,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Allowed('see-placements')
  async show(@Here() here: OfSchool, @Query() query: unknown, @Res() res: Response) {
    const asked = day.safeParse(field(query, 'on'));
    const today = this.people.today();
    const school = await this.people.now(here.school);
    const trust = await this.queries.execute(new TheTrust({}));
    const personIds = (trust?.owners ?? []).map((each) => each.personId);
    const owners = await this.queries.execute(new PeopleById({ personIds }));
    const people = byKey([...owners, ...(await this.people.ofSchool(school))], ({ personId }) => personId);
    const on = asked.success ? asked.data : today;
    const vacancies = on === today ? await this.vacancies.ofSchool(school, today) : null;
    const mayFill = mayDo(here.roles, 'manage-people');
    res.render('people/key-staff', { page: keyStaffPage({ school, people, on, today, mayFill, trust, vacancies }) });
  }
}
