import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, NotFoundException, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Accounts } from '#accounts';
import type { Instant } from '#event-sourcing';
import { ClockKeeping } from '#jobs';
import { Times } from '../shell/as-at.js';
import { Open } from '../shell/asker.js';
import { contextOf } from '../shell/context.js';
import { backTo, field } from '../shell/forms.js';
import { paths } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { SessionCookie } from '../shell/session-cookie.js';
import { WebOptions } from '../shell/web-options.js';
import { localMoment } from '../shell/words.js';
import { moveClock } from './move-clock.js';

const waitMs = 3_000;
const lookEveryMs = 50;

/** Moves the clock of the demonstration on. An installation whose time is its own has no such page. */
@Controller(paths.demoClock)
export class DemoClockController {
  constructor(
    private readonly accounts: Accounts,
    private readonly cookie: SessionCookie,
    private readonly times: Times,
    private readonly saved: Saved,
    private readonly options: WebOptions,
    private readonly keeping: ClockKeeping,
  ) {}

  @Post()
  @Open()
  async move(@Body() body: unknown, @Res() res: Response) {
    const { clockFile } = this.options;
    if (clockFile === undefined) throw new NotFoundException();
    const back = backTo(field(body, 'back'));
    const to = localMoment.safeParse(field(body, 'to'));
    // Time goes on and never back: what has been recorded stays before what is yet to come.
    if (!to.success || to.data <= this.times.now()) return res.redirect(303, back);
    const { lags } = await this.keeping.health(this.times.now());
    await moveClock(clockFile, to.data);
    if (!lags) await this.swept(to.data);

    // A session ends after an hour without a page, and the hour has just gone by at once.
    const { signedIn } = contextOf(res);
    if (signedIn) {
      const { cookie } = await this.accounts.startSession(signedIn.personId);
      this.cookie.set(res, cookie);
    }
    return this.saved.redirect(res, back, 'moved', null);
  }

  /** Waits a little for a worker to see what has fallen due: the page would else say that nobody is being watched. */
  private async swept(to: Instant): Promise<void> {
    const giveUpAt = performance.now() + waitMs;
    while (performance.now() < giveUpAt) {
      const { sweptTo } = await this.keeping.health(to);
      if (sweptTo !== null && sweptTo >= to) return;
      await pause(lookEveryMs);
    }
  }
}
