import { Body, Controller, Get, NotFoundException, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { Accounts } from '#accounts';
import { id, orElse, type Id, type Meta } from '#event-sourcing';
import { AllPeople, AllSchools, PersonByEmail, PersonById, rolesOf } from '#read-models';
import { Times } from '../shell/as-at.js';
import { SignInLetters } from '../people/sign-in-letters.js';
import { Open } from '../shell/asker.js';
import { contextOf } from '../shell/context.js';
import { backTo, errorsOf, field, formErrors, untrimmed } from '../shell/forms.js';
import { Limited } from '../shell/limited.guard.js';
import { paths } from '../shell/paths.js';
import { placeOf } from '../shell/place.js';
import { roleWords } from '../shell/permissions.js';
import { SessionCookie } from '../shell/session-cookie.js';
import { WebOptions } from '../shell/web-options.js';
import { dayOf, listInWords } from '../shell/words.js';
import {
  askedPage,
  askForm,
  askPage,
  oncePage,
  signInForm,
  signInPage,
  tooOften,
  tooOftenSeconds,
  usedPage,
  wrong,
  type DemoPerson,
  type SignInAt,
} from './sign-in.page.js';

type LetIn = { readonly to: string; readonly byLink?: boolean };

/** What the events say of a letter that somebody asked for who has not come in yet. */
const byWhoeverAsks = (res: Response): Meta => ({
  actor: { kind: 'outside', id: 'sign-in-page', roles: [] },
  correlationId: contextOf(res).correlationId,
  via: 'web',
});

/** How people come in, and go out again. */
@Controller()
export class SignInController {
  constructor(
    private readonly accounts: Accounts,
    private readonly queries: QueryBus,
    private readonly cookie: SessionCookie,
    private readonly times: Times,
    private readonly options: WebOptions,
    private readonly letters: SignInLetters,
  ) {}

  @Get(paths.signIn.form)
  @Open()
  async ask(@Query('back') back: unknown, @Res() res: Response) {
    res.render('sign-in/sign-in', { page: signInPage(await this.at(), { back: backTo(back) }) });
  }

  @Post(paths.signIn.form)
  @Open()
  @Limited('sign-in')
  async signIn(@Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const form = signInForm.safeParse({ email: field(body, 'email'), password: untrimmed(body, 'password') });
    if (!form.success) return this.again(res, body, formErrors(form.error), 400);
    const outcome = await this.accounts.signIn(form.data.email, form.data.password, placeOf(req));
    if (outcome === 'refused') return this.again(res, body, errorsOf(wrong), 401);
    if (outcome === 'too-many-attempts') {
      res.set('Retry-After', String(tooOftenSeconds));
      return this.again(res, body, errorsOf(tooOften), 429);
    }
    // As if nobody were known by the address: the guard would show them out again, without a word.
    if (await this.hasLeft(outcome.personId)) return this.again(res, body, errorsOf(wrong), 401);
    return this.letIn(req, res, outcome.personId, { to: backTo(field(body, 'back')) });
  }

  @Get(paths.signIn.ask)
  @Open()
  askForLink(@Res() res: Response) {
    res.render('sign-in/ask', { page: askPage(this.options.mailLeaves) });
  }

  /** Whether anybody is known by the address shows neither in the answer nor in how long it takes. */
  @Post(paths.signIn.ask)
  @Open()
  @Limited('sign-in-link')
  async sendLink(@Body() body: unknown, @Res() res: Response) {
    if (!this.options.mailLeaves) throw new NotFoundException();
    const form = askForm.safeParse({ email: field(body, 'email') });
    if (!form.success) {
      return res.status(400).render('sign-in/ask', { page: askPage(true, body, formErrors(form.error)) });
    }
    res.render('sign-in/ask', { page: askedPage() });
    return this.writeTo(form.data.email, byWhoeverAsks(res));
  }

  @Get(paths.signIn.once)
  @Open()
  @Limited('sign-in')
  async show(@Param('token') token: string, @Res() res: Response) {
    res.set('Referrer-Policy', 'no-referrer');
    const link = await this.accounts.readLink(token);
    const good = link?.purpose === 'sign-in';
    res.status(good ? 200 : 410).render('sign-in/once', { page: good ? oncePage(token) : usedPage() });
  }

  @Post(paths.signIn.once)
  @Open()
  @Limited('sign-in')
  async use(@Param('token') token: string, @Req() req: Request, @Res() res: Response) {
    const readable = await this.accounts.readLink(token);
    const link = readable?.purpose === 'sign-in' ? await this.accounts.consumeLink(token) : null;
    const good = link?.purpose === 'sign-in' && !(await this.hasLeft(link.personId));
    if (!good) return res.status(410).render('sign-in/once', { page: usedPage() });
    // Whoever comes in for the first time chooses a password; in the demonstration nobody needs one.
    const settled = this.options.isDemo || (await this.accounts.hasAccount(link.personId));
    return this.letIn(req, res, link.personId, { to: settled ? paths.home : paths.account.password, byLink: true });
  }

  /** The demonstration's people may be anybody's part; anywhere else there is no such page. */
  @Post(paths.signIn.as)
  @Open()
  async as(@Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const personId = id.safeParse(field(body, 'personId'));
    const people = await this.demoPeople();
    if (!personId.success || !people.some((each) => each.personId === personId.data)) throw new NotFoundException();
    return this.letIn(req, res, personId.data, { to: paths.home });
  }

  @Post(paths.signIn.out)
  @Open()
  async signOut(@Req() req: Request, @Res() res: Response) {
    const cookie = this.cookie.read(req);
    if (cookie !== null) await this.accounts.endSession(cookie);
    this.cookie.clear(res);
    res.redirect(303, paths.signIn.form);
  }

  /** Each sign-in is a session of its own: one that the browser brought along, from whomever it had it, is over. */
  private async letIn(req: Request, res: Response, personId: Id, { to, byLink = false }: LetIn): Promise<void> {
    const before = this.cookie.read(req);
    if (before !== null) await this.accounts.endSession(before);
    const { cookie } = await this.accounts.startSession(personId, { byLink });
    this.cookie.set(res, cookie);
    res.redirect(303, to);
  }

  private async hasLeft(personId: Id): Promise<boolean> {
    const person = await this.queries.execute(new PersonById({ personId }));
    return person?.leftOn !== undefined && person.leftOn < dayOf(this.times.now());
  }

  private async writeTo(email: string, meta: Meta): Promise<void> {
    const person = await this.queries.execute(new PersonByEmail({ email }));
    if (!person || (await this.hasLeft(person.personId))) return;
    await this.letters.send(person.personId, 'asked-for', meta);
  }

  private async again(res: Response, body: unknown, errors: ReturnType<typeof errorsOf>, status: number) {
    res.status(status).render('sign-in/sign-in', { page: signInPage(await this.at(), body, errors) });
  }

  private async at(): Promise<SignInAt> {
    const { isDemo, mailbox } = this.options;
    return { demo: await this.demoPeople(), trial: mailbox && !isDemo };
  }

  private async demoPeople(): Promise<DemoPerson[]> {
    if (!this.options.isDemo) return [];
    const on = dayOf(this.times.now());
    const [people, schools] = await Promise.all([
      this.queries.execute(new AllPeople({})),
      this.queries.execute(new AllSchools({})),
    ]);
    return people
      .filter(({ leftOn }) => leftOn === undefined)
      .flatMap(({ personId, name }) => {
        const held = schools.flatMap((school) => {
          const roles = rolesOf(school, personId, on);
          return roles.length === 0 ? [] : `${listInWords(roles.map((role) => roleWords[role]))} at ${school.name}`;
        });
        return held.length === 0 ? [] : { personId, name: orElse(name, 'Name erased'), roles: held.join('; ') };
      })
      .sort((a, b) => a.name.localeCompare(b.name));
  }
}
