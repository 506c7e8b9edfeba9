import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Id } from '#event-sourcing';
import { Mailbox } from '#letters';
import { ForOperatorsOrDemo } from '../shell/asker.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { WebOptions } from '../shell/web-options.js';
import { mailboxPage, mailPage } from './mailbox.page.js';

/** A letter in a frame of its own may be shown and nothing else: no script, nothing loaded, nothing sent. */
const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'";

/**
 * The letters of a trial, to be read by whoever looks after it: with a provider’s link anybody could mark attendance. In
 * production there is no such page.
 */
@Controller()
export class MailboxController {
  constructor(
    private readonly mailbox: Mailbox,
    private readonly options: WebOptions,
  ) {}

  @Get(paths.mailbox.list)
  @ForOperatorsOrDemo()
  async list(@Res() res: Response) {
    this.onlyInTrials();
    res.render('mailbox/list', { page: mailboxPage(await this.mailbox.latest()) });
  }

  @Get(paths.mailbox.letter)
  @ForOperatorsOrDemo()
  async letter(@Param('mailId', anId) mailId: Id, @Res() res: Response) {
    res.render('mailbox/letter', { page: mailPage(await this.find(mailId)) });
  }

  @Get(paths.mailbox.html)
  @ForOperatorsOrDemo()
  async html(@Param('mailId', anId) mailId: Id, @Res() res: Response) {
    const { html } = await this.find(mailId);
    res.removeHeader('X-Frame-Options');
    // A frame without an origin of its own has none to be kept apart by.
    res.removeHeader('Origin-Agent-Cluster');
    res.set('Content-Security-Policy', letterPolicy).type('html').send(html);
  }

  private async find(mailId: Id) {
    this.onlyInTrials();
    const letter = await this.mailbox.letter(mailId);
    if (!letter) throw new NotFoundException();
    return letter;
  }

  private onlyInTrials(): void {
    if (!this.options.mailbox) throw new NotFoundException();
  }
}
