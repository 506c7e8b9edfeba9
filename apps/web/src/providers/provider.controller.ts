import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Id } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { GatherProvider } from './gather.js';
import { providerPage } from './provider.page.js';

/** A provider, as the pages of a school show it, now or as at any moment. */
@Controller()
export class ProviderController {
  constructor(
    private readonly providers: GatherProvider,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.providers.show)
  @Allowed('see-placements')
  async show(
    @Here() { school, roles }: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const past = await this.times.asAt(typeof query['at'] === 'string' ? query['at'] : undefined);
    const notice = await this.saved.notice(query);
    const now = this.times.now();
    const facts = await this.providers.gather(school, providerId, dayOf(past?.moment ?? now), past?.position);
    const reader = {
      past,
      mayEnter: mayDo(roles, 'enter-providers'),
      mayEvaluate: mayDo(roles, 'evaluate-providers'),
      mayClose: mayDo(roles, 'enter-closures'),
      maySetStops: mayDo(roles, 'set-stops'),
      mayReadAssurance: mayDo(roles, 'record-checks'),
      maySeeBoard: mayDo(roles, 'see-board'),
      now,
    };
    res.render('providers/provider', { page: providerPage(facts, reader, notice) });
  }
}
