import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import type { Id } from '#event-sourcing';
import { AllProviders, PlacementsOf, PupilsById, SitesById } from '#read-models';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { SignedIn } from '../shell/context.js';
import { byKey } from '../shell/lists.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { GatherPlacement } from './gather.js';
import { placementsPage } from './list.page.js';
import { placementPage } from './placement.page.js';

type OfSchool = NonNullable<SignedIn['here']>;

/** The placements of a school, and each with all that is known of it, now or as at any moment. */
@Controller()
export class PlacementController {
  constructor(
    private readonly queries: QueryBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.placements.list)
  @Allowed('see-placements')
  async list(@Here() { school }: OfSchool, @Res() res: Response) {
    const { schoolId, name } = school;
    const placements = await this.queries.execute(new PlacementsOf({ schoolId }));
    const [pupils, sites, providers] = await Promise.all([
      this.queries.execute(new PupilsById({ subjectIds: [...new Set(placements.map((each) => each.subjectId))] })),
      this.queries.execute(new SitesById({ siteIds: [...new Set(placements.map((each) => each.siteId))] })),
      this.queries.execute(new AllProviders({})),
    ]);
    const page = placementsPage({
      school: name,
      placements,
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      sites: byKey(sites, ({ siteId }) => siteId),
      providers: byKey(providers, ({ providerId }) => providerId),
    });
    res.render('placements/list', { page });
  }

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
    const reader = {
      asAt,
      mayAgree: mayDo(roles, 'agree-placements'),
      mayCheck: mayDo(roles, 'record-checks'),
      mayStart: mayDo(roles, 'start-and-end-placements'),
    };
    res.render('placements/placement', { page: placementPage(facts, reader, notice) });
  }
}
