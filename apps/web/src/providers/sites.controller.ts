import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { AdultsById, AllProviders, PlacementsOf, PupilsById, SitesById } from '#read-models';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { byKey } from '../shell/lists.js';
import { paths } from '../shell/paths.js';
import { dayOf } from '../shell/words.js';
import { sitesPage } from './sites.page.js';

/** Where the pupils of a school are taught: what somebody needs who visits, or who asks over the telephone. */
@Controller(paths.providers.sites)
export class SitesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  @Get()
  @Allowed('see-placements')
  async list(@Here() { school: { schoolId, name } }: OfSchool, @Res() res: Response) {
    const today = dayOf(this.times.now());
    const all = await this.queries.execute(new PlacementsOf({ schoolId }));
    const running = all.filter(({ stage, startedOn }) => stage === 'started' && (startedOn ?? today) <= today);
    const [siteIds, subjectIds] = [
      [...new Set(running.map(({ siteId }) => siteId))],
      [...new Set(running.map(({ subjectId }) => subjectId))],
    ];
    const sites = await this.queries.execute(new SitesById({ siteIds }));
    const adultIds = sites.flatMap(({ contactId, standInId, leadId }) =>
      [contactId, standInId, leadId].flatMap((each) => each ?? []),
    );
    const [providers, adults, pupils] = await Promise.all([
      this.queries.execute(new AllProviders({})),
      this.queries.execute(new AdultsById({ adultIds })),
      this.queries.execute(new PupilsById({ subjectIds })),
    ]);
    const facts = {
      schoolId,
      school: name,
      today,
      running,
      sites,
      providers: byKey(providers, ({ providerId }) => providerId),
      adults: byKey(adults, ({ adultId }) => adultId),
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
    };
    res.render('providers/sites', { page: sitesPage(facts) });
  }
}
