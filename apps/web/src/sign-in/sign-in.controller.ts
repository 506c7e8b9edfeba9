import { Body, Controller, Get, NotFoundException, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { Accounts } from '#accounts';
import { id, orElse, type Id } from '#event-sourcing';
import { AllPeople, AllSchools, rolesOf } from '#read-models';
import { Times } from '../shell/as-at.js';
import { Open } from '../shell/asker.js';
import { backTo, errorsOf, field, formErrors, untrimmed } from '../shell/forms.js';
import { paths } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import { SessionCookie } from '../shell/session-cookie.js';
import { WebOptions } from '../shell/web-options.js';
import { dayOf, listInWords } from '../shell/words.js';
import { oncePage, signInForm, signInPage, tooOften, usedPage, wrong, type DemoPerson } from './sign-in.page.js';

/** How people come in, and go out again. */
@Controller()
export class SignInController {
  constructor(
    private readonly accounts: Accounts,
    private readonly queries: QueryBus,
    private readonly cookie: SessionCookie,
    private readonly times: Times,
    private readonly options: WebOptions,
  ) {}

  @Get(paths.signIn.form)
  @Open()
  async ask(@Query('back') back: unknown, @Res() res: Response) {
    res.render('sign-in/sign-in', { page: signInPage(await this.demoPeople(), { back: backTo(back) }) });
  }

  @Post(paths.signIn.form)
  @Open()
  async signIn(@Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const form = signInForm.safeParse({ email: field(body, 'email'), password: untrimmed(body, 'password') });
    if (!form.success) return this.again(res, body, formErrors(form.error), 400);
    const outcome = await this.accounts.signIn(form.data.email, form.data.password, req.ip);
    if (outcome === 'refused') return this.again(res, body, errorsOf(wrong), 401);
    if (outcome === 'too-many-attempts') return this.again(res, body, errorsOf(tooOften), 429);
    return this.letIn(res, outcome.personId, backTo(field(body, 'back')));
  }

  @Get(paths.signIn.once)
  @Open()
  async show(@Param('token') token: string, @Res() res: Response) {
    const link = await this.accounts.readLink(token);
    const good = link?.purpose === 'sign-in';
    res.status(good ? 200 : 410).render('sign-in/once', { page: good ? oncePage(token) : usedPage() });
  }

  @Post(paths.signIn.once)
  @Open()
  async use(@Param('token') token: string, @Res() res: Response) {
    const readable = await this.accounts.readLink(token);
    const link = readable?.purpose === 'sign-in' ? await this.accounts.consumeLink(token) : null;
    if (link?.purpose !== 'sign-in') return res.status(410).render('sign-in/once', { page: usedPage() });
    return this.letIn(res, link.personId, paths.home);
  }

  /** The demonstration's people may be anybody's part; anywhere else there is no such page. */
  @Post(paths.signIn.as)
  @Open()
  async as(@Body() body: unknown, @Res() res: Response) {
    const personId = id.safeParse(field(body, 'personId'));
    const people = await this.demoPeople();
    if (!personId.success || !people.some((each) => each.personId === personId.data)) throw new NotFoundException();
    return this.letIn(res, personId.data, paths.home);
  }

  @Post(paths.signIn.out)
  @Open()
  async signOut(@Req() req: Request, @Res() res: Response) {
    const cookie = this.cookie.read(req);
    if (cookie !== null) await this.accounts.endSession(cookie);
    this.cookie.clear(res);
    res.redirect(303, paths.signIn.form);
  }

  private async letIn(res: Response, personId: Id, to: string): Promise<void> {
    const { cookie } = await this.accounts.startSession(personId);
    this.cookie.set(res, cookie);
    res.redirect(303, to);
  }

  private async again(res: Response, body: unknown, errors: ReturnType<typeof errorsOf>, status: number) {
    res.status(status).render('sign-in/sign-in', { page: signInPage(await this.demoPeople(), body, errors) });
  }

  private async demoPeople(): Promise<DemoPerson[]> {
    if (this.options.clockFile === undefined) return [];
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
