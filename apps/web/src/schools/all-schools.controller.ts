import { Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Accounts } from '#accounts';
import type { Id, Meta } from '#event-sourcing';
import { signInLinkMinutes } from '#letters';
import { AllSchools, PeopleById, SchoolById } from '#read-models';
import { linkPage } from '../people/link.page.js';
import { SignInLetters } from '../people/sign-in-letters.js';
import { Times } from '../shell/as-at.js';
import { Asker, ForOperators } from '../shell/asker.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { WebOptions } from '../shell/web-options.js';
import { dayOf } from '../shell/words.js';
import { allSchoolsPage, managersOf } from './all-schools.page.js';

/** The schools of an installation, and the way in for the first person of one. */
@Controller()
export class AllSchoolsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly queries: QueryBus,
    private readonly letters: SignInLetters,
    private readonly times: Times,
    private readonly saved: Saved,
    private readonly options: WebOptions,
  ) {}

  @Get(paths.allSchools.list)
  @ForOperators()
  async list(@Query() query: Record<string, unknown>, @Res() res: Response) {
    const notice = await this.saved.notice(query);
    const schools = await this.queries.execute(new AllSchools({}));
    const today = this.today();
    const personIds = [...new Set(schools.flatMap((school) => managersOf(school, today)))];
    const [managers, cameIn] = await Promise.all([
      this.queries.execute(new PeopleById({ personIds })),
      this.accounts.withAccount(personIds),
    ]);
    const facts = { schools, managers, cameIn, mailLeaves: this.options.mailLeaves, today };
    res.render('schools/all-schools', { page: allSchoolsPage(facts, notice) });
  }

  /** For somebody who manages a school where nobody who does has come in: they come in like this, or not at all. */
  @Post(paths.allSchools.link)
  @ForOperators()
  async link(
    @Param('schoolId', anId) schoolId: Id,
    @Param('personId', anId) personId: Id,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const school = await this.queries.execute(new SchoolById({ schoolId }));
    const managers = school ? managersOf(school, this.today()) : [];
    const cameIn = await this.accounts.withAccount(managers);
    if (!managers.includes(personId) || cameIn.size > 0) throw new NotFoundException();
    if (this.options.mailLeaves) {
      const position = await this.letters.send(personId, 'invitation', meta);
      return this.saved.redirect(res, paths.allSchools.list, 'linkSent', position);
    }
    const { token, endsAt } = await this.accounts.makeLink('sign-in', personId, {
      minutes: signInLinkMinutes['invitation'],
    });
    const link = `${this.options.publicUrl}${urlOf(paths.signIn.once, { token })}`;
    const back = { href: paths.allSchools.list, text: 'All schools' };
    return res.render('people/link', { page: linkPage({ link, endsAt, back }) });
  }

  private today(): string {
    return dayOf(this.times.now());
  }
}
