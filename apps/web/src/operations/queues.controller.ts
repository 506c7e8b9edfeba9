import { Controller, Get, NotFoundException, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ForOperators } from '../shell/asker.js';
import { paths } from '../shell/paths.js';
import { QueueLooking } from './queue-looking.js';

/**
 * bull-board's page names its own address as the base of others, and its scripts place styles; all that it loads comes from
 * us. No other page has this policy.
 */
const boardPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
].join('; ');

/**
 * The queues, for whoever looks after the installation: which jobs wait, are being done or stand in the timetable. Jobs hold
 * ids alone. Nothing can be changed here: no address of it takes anything but GET.
 */
@Controller()
export class QueuesController {
  constructor(private readonly looking: QueueLooking) {}

  @Get(paths.operations.queues)
  @ForOperators()
  async show(@Res() res: Response) {
    const { page } = await this.looking.board();
    res.set('Content-Security-Policy', boardPolicy).render('operations/queues', { page });
  }

  /** Whatever is under the board's address: its parts, or the page again, at one of the addresses that it gives itself. */
  @Get(paths.operations.queuesBelow)
  @ForOperators()
  async below(@Req() req: Request, @Res() res: Response) {
    const url = req.originalUrl.slice(paths.operations.queues.length);
    if (/^\/(queue\/|job-schedulers$|metrics-history$)/.test(url)) return this.show(res);
    if (!/^\/(api|static)\//.test(url)) throw new NotFoundException();
    const { handle } = await this.looking.board();
    // An application of Express inside of ours: what it has made its own is given back, for whoever answers after it.
    const own = { request: Object.getPrototypeOf(req) as object, response: Object.getPrototypeOf(res) as object };
    const { route } = req as { route: unknown };
    req.url = url;
    await new Promise<void>((resolve, reject) => {
      res.once('close', resolve);
      handle(req, res, (error: unknown) => {
        Object.setPrototypeOf(req, own.request);
        Object.setPrototypeOf(res, own.response);
        reject(error instanceof Error ? error : new NotFoundException());
      });
      Object.assign(req, { route });
    });
  }
}
