import { Controller, Get, Res, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { Response } from 'express';
import { Clock, Journal } from '#event-sourcing';
import { Progress } from '#followers';
import { ClockKeeping } from '#jobs';
import { Open } from '../shell/asker.js';
import { paths } from '../shell/paths.js';

/** Behind by more than this, pages show what is not true any more. */
const lagMaxSeconds = 60;

/** For whoever keeps the service running: is it alive, and is it of use? Nothing here is about a person. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly journal: Journal,
    private readonly progress: Progress,
    private readonly keeping: ClockKeeping,
    private readonly clock: Clock,
  ) {}

  @Get(paths.health.live)
  @Open()
  live(@Res() res: Response): void {
    res.json({ status: 'ok' });
  }

  @Get(paths.health.ready)
  @Open()
  async ready(@Res() res: Response): Promise<void> {
    try {
      res.json(await this.health.check([() => this.database(), () => this.followers(), () => this.sweeps()]));
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      res.status(503).json(error.getResponse());
    }
  }

  private async database() {
    const indicator = this.indicators.check('database');
    try {
      return indicator.up({ head: String(await this.journal.store.head()) });
    } catch {
      return indicator.down('It does not answer.');
    }
  }

  private async followers() {
    const indicator = this.indicators.check('followers');
    try {
      const lags = await this.progress.lag();
      const details = Object.fromEntries(
        lags.map(({ name, events, seconds, stopped }) => [
          name,
          { events: String(events), seconds: Math.round(seconds), ...(stopped === null ? {} : { stopped }) },
        ]),
      );
      const behind = lags.some(({ seconds, stopped }) => seconds > lagMaxSeconds || stopped !== null);
      return behind ? indicator.down(details) : indicator.up(details);
    } catch {
      return indicator.down('How far they are can’t be asked.');
    }
  }

  private async sweeps() {
    const indicator = this.indicators.check('clock');
    try {
      const { sweptTo, behindSeconds, lags, workers } = await this.keeping.health(this.clock.now());
      const details = { sweptTo, behindSeconds, workers: workers.length };
      return lags ? indicator.down(details) : indicator.up(details);
    } catch {
      return indicator.down('When it last swept can’t be asked.');
    }
  }
}
