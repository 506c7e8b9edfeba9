import { Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Accounts } from '#accounts';
import type { Id, Meta } from '#event-sourcing';
import { signInLinkMinutes } from '#letters';
import { LettersTo } from '#read-models';
import { Allowed, Asker, Here, Reader } from '../shell/asker.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { WebOptions } from '../shell/web-options.js';
import { GatherVacancies } from './gather-vacancies.js';
import { GatherPeople, seen } from './gather.js';
import { SignInLetters } from './sign-in-letters.js';
import { linkPage } from './link.page.js';
import { peoplePage } from './list.page.js';
import { personPage } from './person.page.js';

/** The people of a school, each with what they are there, and how they come in. */
@Controller()
export class PeopleController {
  constructor(
    private readonly accounts: Accounts,
    private readonly queries: QueryBus,
    private readonly people: GatherPeople,
    private readonly vacancies: GatherVacancies,
    private readonly letters: SignInLetters,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
    private readonly options: WebOptions,
  ) {}

  @Get(paths.people.list)
  @Allowed('manage-people')
  async list(@Here() here: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const notice = await this.saved.notice(query);
    const school = await this.people.now(here.school);
    const people = await this.people.ofSchool(school);
    const withAccount = await this.accounts.withAccount(people.map(({ personId }) => personId));
    const facts = { school, people, withAccount, today: this.people.today() };
    res.render('people/list', { page: peoplePage(facts, notice) });
  }

  @Get(paths.people.show)
  @Allowed('manage-people')
  async show(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const here = await this.people.person(reader, school, personId);
    const [hasAccount, sessions, letters] = await Promise.all([
      this.accounts.hasAccount(personId),
      this.accounts.sessionsOf(personId),
      this.queries.execute(new LettersTo({ recipientId: personId })),
    ]);
    const letter = letters.findLast(({ kind }) => kind === 'sign-in-link') ?? null;
    const { mailLeaves } = this.options;
    const vacancies = await this.vacancies.ofPerson(here.school, personId, here.today);
    const facts = { ...here, hasAccount, signedInTimes: sessions.length, letter, mailLeaves, vacancies };
    res.render('people/person', { page: personPage(facts, notice) });
  }

  /** By email where mail leaves; else the link is shown, once, to whoever made it. */
  @Post(paths.people.link)
  @Allowed('manage-people')
  async link(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.people.inCharge(reader, school, personId);
    if (here.person.leftOn !== undefined && here.person.leftOn < here.today) throw new NotFoundException();
    if (this.options.mailLeaves) {
      const position = await this.letters.send(personId, 'invitation', meta);
      return this.forms.seeOther(res, seen(here, 'linkSent', position));
    }
    const minutes = signInLinkMinutes['invitation'];
    const { token, endsAt } = await this.accounts.makeLink('sign-in', personId, { minutes });
    const link = `${this.options.publicUrl}${urlOf(paths.signIn.once, { token })}`;
    const href = urlOf(paths.people.show, { schoolId: school.schoolId, personId });
    const page = linkPage({ link, endsAt, back: { href, text: 'Back to the person' } });
    return res.render('people/link', { page });
  }

  @Post(paths.people.signOut)
  @Allowed('manage-people')
  async signOut(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Res() res: Response,
  ) {
    const here = await this.people.inCharge(reader, school, personId);
    await this.accounts.endAllOf(personId);
    this.forms.seeOther(res, seen(here, 'personSignedOut', null));
  }
}
