import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { GatherPeople } from '../people/gather.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { GatherTasks } from './gather-tasks.js';
import { setUpPage } from './set-up.page.js';
import { yearAsked, yearPage } from './year.page.js';

/** What a school is to Waymark: how it is reached, who holds which role, and when it meets. */
@Controller()
export class SetUpController {
  constructor(
    private readonly people: GatherPeople,
    private readonly tasks: GatherTasks,
    private readonly saved: Saved,
  ) {}

  @Get(paths.setUp.show)
  @Allowed('set-up-school')
  async show(@Here() here: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const notice = await this.saved.notice(query);
    const school = await this.people.now(here.school);
    const facts = {
      school,
      people: await this.people.ofSchool(school),
      managesPeople: mayDo(here.roles, 'manage-people'),
      today: this.people.today(),
      tasks: await this.tasks.of({ school, roles: here.roles }),
    };
    res.render('set-up/set-up', { page: setUpPage(facts, notice) });
  }

  @Get(paths.setUp.year)
  @Allowed('set-up-school')
  showYear(@Here() { school }: OfSchool, @Query('from') from: unknown, @Res() res: Response) {
    const today = this.people.today();
    res.render('set-up/year', { page: yearPage(school, yearAsked(from, today), today) });
  }
}
