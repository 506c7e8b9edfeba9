import { Body, Controller, Get, NotFoundException, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { Accounts } from '#accounts';
import { erased } from '#event-sourcing';
import { PersonById } from '#read-models';
import { Times } from '../shell/as-at.js';
import { ForSignedIn, Reader } from '../shell/asker.js';
import type { SignedIn } from '../shell/context.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { paths } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { SessionCookie } from '../shell/session-cookie.js';
import {
  accountPage,
  passwordForm,
  passwordPage,
  passwordSent,
  tooManyGuesses,
  wrongCurrent,
  type PasswordAsked,
} from './account.page.js';

/** For so long after a link was followed, its holder may choose a password without the one that was forgotten. */
const freshMs = 60 * 60_000;
const template = 'account/password';

/** One's own account. Nobody gets at another's from here: what is changed is always that of the session. */
@Controller()
export class AccountController {
  constructor(
    private readonly accounts: Accounts,
    private readonly queries: QueryBus,
    private readonly cookie: SessionCookie,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.account.show)
  @ForSignedIn()
  async show(
    @Reader() { personId, name, operator }: SignedIn,
    @Query() query: Record<string, unknown>,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const [email, hasPassword, sessions, notice] = await Promise.all([
      this.emailOf(personId),
      this.accounts.hasAccount(personId),
      this.accounts.sessionsOf(personId),
      this.saved.notice(query),
    ]);
    const ref = this.accounts.refOf(this.cookie.read(req) ?? '');
    const facts = { name, email, hasPassword, operator, sessions, ref };
    res.render('account/account', { page: accountPage(facts, notice) });
  }

  @Get(paths.account.password)
  @ForSignedIn()
  async askPassword(@Reader() { personId }: SignedIn, @Req() req: Request, @Res() res: Response) {
    res.render(template, { page: passwordPage(await this.asked(personId, req)) });
  }

  @Post(paths.account.password)
  @ForSignedIn()
  async changePassword(
    @Reader() { personId }: SignedIn,
    @Body() body: unknown,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const asked = await this.asked(personId, req);
    const again = (errors: FormErrors) => passwordPage(asked, errors);
    const work = async () => {
      const form = read(passwordForm(asked), passwordSent(body));
      if (asked.asksCurrent) {
        const right = await this.accounts.isPasswordOf(personId, form.current);
        if (right === 'too-many-attempts') return notTaken(tooManyGuesses, 429);
        if (!right) return notTaken(wrongCurrent);
      }
      // All sessions end with the old password, this one too: the browser gets another.
      await this.accounts.setPassword(personId, asked.email, form.password);
      const { cookie } = await this.accounts.startSession(personId);
      this.cookie.set(res, cookie);
      return { to: paths.account.show, done: 'passwordChanged', position: null } as const;
    };
    return this.forms.take(res, again, work, template);
  }

  @Post(paths.account.endSession)
  @ForSignedIn()
  async endSession(@Reader() { personId }: SignedIn, @Param('sessionRef') ref: string, @Res() res: Response) {
    await this.accounts.endOneOf(personId, ref);
    this.saved.redirect(res, paths.account.show, 'sessionEnded', null);
  }

  @Post(paths.account.endOthers)
  @ForSignedIn()
  async endOthers(@Reader() { personId }: SignedIn, @Req() req: Request, @Res() res: Response) {
    await this.accounts.endOthersOf(personId, this.cookie.read(req) ?? '');
    this.saved.redirect(res, paths.account.show, 'othersEnded', null);
  }

  private async asked(personId: string, req: Request): Promise<PasswordAsked> {
    const [email, hasPassword, session] = await Promise.all([
      this.emailOf(personId),
      this.accounts.hasAccount(personId),
      this.accounts.session(this.cookie.read(req) ?? ''),
    ]);
    const age = session?.byLink ? Date.parse(this.times.now()) - Date.parse(session.startedAt) : Infinity;
    return { asksCurrent: hasPassword && age > freshMs, hasPassword, email };
  }

  private async emailOf(personId: string): Promise<string> {
    const person = await this.queries.execute(new PersonById({ personId }));
    if (!person || person.email === erased) throw new NotFoundException();
    return person.email;
  }
}
