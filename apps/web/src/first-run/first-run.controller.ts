import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Accounts } from '#accounts';
import { ToPerson } from '#commands';
import { newId, type Meta } from '#event-sourcing';
import { Opening } from '../schools/opening.js';
import { Times } from '../shell/as-at.js';
import { Open } from '../shell/asker.js';
import { contextOf } from '../shell/context.js';
import { formErrors } from '../shell/forms.js';
import { Limited } from '../shell/limited.guard.js';
import { paths } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { SessionCookie } from '../shell/session-cookie.js';
import { dayOf } from '../shell/words.js';
import { usedPage } from '../sign-in/sign-in.page.js';
import { firstRunForm, firstRunPage, firstRunSent, type FirstRun } from './first-run.page.js';

/**
 * The first school and the first person of a new installation, made by the commands that make every other. The link is
 * printed where the installation was started, and is good for nothing once somebody can sign in.
 */
@Controller(paths.firstRun)
export class FirstRunController {
  constructor(
    private readonly accounts: Accounts,
    private readonly commands: CommandBus,
    private readonly opening: Opening,
    private readonly cookie: SessionCookie,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get()
  @Open()
  @Limited('first-run')
  async ask(@Param('token') token: string, @Res() res: Response) {
    if (!(await this.isGood(token))) return this.used(res);
    return res.render('first-run/first-run', { page: firstRunPage(token) });
  }

  @Post()
  @Open()
  @Limited('first-run')
  async setUp(@Param('token') token: string, @Body() body: unknown, @Res() res: Response) {
    if (!(await this.isGood(token))) return this.used(res);
    const form = firstRunForm.safeParse(firstRunSent(body));
    if (!form.success) {
      const page = firstRunPage(token, body, formErrors(form.error));
      return res.status(400).render('first-run/first-run', { page });
    }
    // Of two who send the form at the same moment, one is let through.
    if (!(await this.accounts.consumeLink(token))) return this.used(res);
    const personId = await this.make(form.data, contextOf(res).correlationId);
    const { cookie } = await this.accounts.startSession(personId);
    this.cookie.set(res, cookie);
    return res.redirect(303, paths.home);
  }

  private async make({ school, telephone, mailbox, name, email, password, roles }: FirstRun, correlationId: string) {
    const [schoolId, personId] = [newId(), newId()];
    const meta: Meta = { actor: { kind: 'staff', id: personId, roles }, correlationId, via: 'web' };
    const opened = { schoolId, name: school, telephone, attendanceMailbox: mailbox };
    const first = { personId, roles, from: dayOf(this.times.now()) };

    await this.commands.execute(new ToPerson(personId, { type: 'AddPerson', data: { personId, name, email } }, meta));
    await this.commands.execute(new ToPerson(personId, { type: 'MakeOperator', data: { personId } }, meta));
    const position = await this.opening.open(opened, first, meta);
    // Last, because an account closes this page for good: had anything failed before, a new link could do it again.
    await this.accounts.setPassword(personId, email, password);
    await this.saved.passed(position);
    return personId;
  }

  private async isGood(token: string): Promise<boolean> {
    return (await this.accounts.readLink(token))?.purpose === 'first-run';
  }

  private used(res: Response): void {
    res.status(410).render('sign-in/once', { page: usedPage() });
  }
}
