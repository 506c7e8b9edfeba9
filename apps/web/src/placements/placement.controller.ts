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
import { GatherStops } from '../stops/gather.js';
import { stopNotices } from '../stops/stop-words.js';
import { withdrawnCard } from '../signing/withdrawal.page.js';
import { checksRunOut } from './check-words.js';
import { GatherPlacement } from './gather.js';
import { placementPage } from './placement.page.js';
import { returnPart } from './returns.js';

/** A placement with all that is known of it, now or as at any moment. */
@Controller()
export class PlacementController {
  constructor(
    private readonly placements: GatherPlacement,
    private readonly stops: GatherStops,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.placements.show)
  @Allowed('see-placements')
  async show(
    @Here() { school, roles }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const asAt = await this.times.asAt(typeof query['at'] === 'string' ? query['at'] : undefined);
    const notice = await this.saved.notice(query);
    const facts = await this.placements.gather(school.schoolId, placementId, asAt?.position);
    const today = dayOf(this.times.now());
    const on = asAt?.moment ? dayOf(asAt.moment) : today;
    const touching = await this.stops.touching(school.schoolId, on, asAt?.position);
    const stops = stopNotices(
      touching.filter(({ placements }) => placements.some((each) => each.placementId === placementId)),
      school.schoolId,
    );
    const reader = {
      asAt,
      mayAgree: mayDo(roles, 'agree-placements'),
      maySeeBriefing: mayDo(roles, 'see-briefings'),
      mayCheck: mayDo(roles, 'record-checks'),
      mayStart: mayDo(roles, 'start-and-end-placements'),
      maySetGapsDue: mayDo(roles, 'set-gaps-due'),
      mayOversee: mayDo(roles, 'oversee-placements'),
      maySeePupil: mayDo(roles, 'find-pupils'),
      today,
    };
    res.render('placements/placement', {
      page: {
        returning: returnPart(facts, on, mayDo(roles, 'search-for-pupils') && !asAt),
        ...placementPage(facts, reader, notice),
        stops,
        withdrawn: withdrawnCard(facts, reader),
        runOut: checksRunOut(facts, on, reader.mayCheck && !asAt),
      },
    });
  }
}
