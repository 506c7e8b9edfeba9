import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { Id, Meta } from '#event-sourcing';
import { PlacementById, PlacementsOfPupil, PupilById, SitesById } from '#read-models';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import { ofSchoolOrNotFound } from '../shell/found.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayOf } from '../shell/words.js';
import { planWeek, planWeekForm, planWeekPage, planWeekSent, type PlanFacts } from './plan-week.page.js';

const template = 'placements/week-form';

/** In which halves of the school week the pupil is at the provider, from a day on. */
@Controller(paths.placements.week)
export class PlanWeekController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
    private readonly forms: FormAnswers,
  ) {}

  @Get()
  @Allowed('start-and-end-placements')
  async ask(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    res.render(template, { page: planWeekPage(await this.facts(here, placementId)) });
  }

  @Post()
  @Allowed('start-and-end-placements')
  async plan(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, placementId);
    const work = async () => {
      const command = planWeek(facts, read(planWeekForm(facts), planWeekSent(body)));
      const { position, events } = await this.commands.execute(new ToPlacement(placementId, command, meta));
      const done = events.length === 0 ? ('unchanged' as const) : ('weekPlanned' as const);
      return { to: urlOf(paths.placements.show, facts.placement), done, position };
    };
    return this.forms.take(res, (errors) => planWeekPage(facts, body, errors), work, template);
  }

  private async facts({ school }: OfSchool, placementId: Id): Promise<PlanFacts> {
    const placement = ofSchoolOrNotFound(await this.queries.execute(new PlacementById({ placementId })), school);
    const { subjectId } = placement;
    const [pupil, all] = await Promise.all([
      this.queries.execute(new PupilById({ subjectId })),
      this.queries.execute(new PlacementsOfPupil({ subjectId })),
    ]);
    const others = all.filter((each) => each.placementId !== placementId);
    const siteIds = [...new Set(others.map(({ siteId }) => siteId))];
    const sites = await this.queries.execute(new SitesById({ siteIds }));
    return { placement, name: fullName(pupil ?? undefined), school, sites, others, today: dayOf(this.times.now()) };
  }
}
