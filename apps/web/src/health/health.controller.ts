import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { alive, Readiness, statusOf } from '#health';
import { Open } from '../shell/asker.js';
import { paths } from '../shell/paths.js';

/**
 * For whoever keeps the service running, beside the pages: the same answers as at the port for operations. Nothing here is
 * about a person, and metrics are not here.
 */
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get(paths.health.live)
  @Open()
  live(@Res() res: Response): void {
    res.json(alive);
  }

  @Get(paths.health.ready)
  @Open()
  async ready(@Res() res: Response): Promise<void> {
    const ready = await this.readiness.look();
    res.status(statusOf(ready)).json(ready);
  }
}
