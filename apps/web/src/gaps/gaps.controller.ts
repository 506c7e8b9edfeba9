import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { Day, Id, Meta, Position } from '#event-sourcing';
import { MattersOf, PlacementsOf, PupilsById, SitesById, type PlacementRow } from '#read-models';
import { GatherPlacement } from '../placements/gather.js';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import {
  allGapsDueForm,
  gapsDueForm,
  gapsDuePage,
  gapsPage,
  hasGaps,
  setGapsDue,
  type GapsFacts,
} from './gaps.page.js';

/** What is missing for placements that had begun before Waymark knew, and by when a head wants it to be there. */
@Controller()
export class GapsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.gaps)
  @Allowed('see-placements')
  async list(@Here() here: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const saved = await this.saved.notice(query);
    res.render('gaps/gaps', { page: gapsPage(await this.facts(here), this.reader(here), { saved }) });
  }

  /** One date for all placements that have none yet, as after an import. */
  @Post(paths.gaps)
  @Allowed('set-gaps-due')
  async setAll(@Here() here: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const facts = await this.facts(here);
    const again = (errors: FormErrors) => gapsPage(facts, this.reader(here), { body, errors });
    const work = async () => {
      const form = read(allGapsDueForm, { dueOn: dayParts(body, 'dueOn') });
      notTooEarly(form.dueOn, facts.today);
      let last: Position | null = null;
      for (const placement of facts.placements.filter((each) => hasGaps(each) && each.gapsDueOn === undefined)) {
        const position = await this.set(placement, form, meta, facts.today);
        if (last === null || position > last) last = position;
      }
      const done = last === null ? ('unchanged' as const) : ('gapsDueSet' as const);
      return { to: urlOf(paths.gaps, here.school), done, position: last };
    };
    return this.forms.take(res, again, work, 'gaps/gaps');
  }

  @Get(paths.placements.gapsDue)
  @Allowed('set-gaps-due')
  async ask(@Here() { school }: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const { placement, pupil } = await this.placements.gather(school.schoolId, placementId);
    this.forms.ask(res, gapsDuePage(placement, fullName(pupil ?? undefined)));
  }

  @Post(paths.placements.gapsDue)
  @Allowed('set-gaps-due')
  async setOne(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const { placement, pupil } = await this.placements.gather(school.schoolId, placementId);
    const today = dayOf(this.times.now());
    const again = (errors: FormErrors) => gapsDuePage(placement, fullName(pupil ?? undefined), body, errors);
    return this.forms.take(res, again, async () => {
      const form = read(gapsDueForm, { dueOn: dayParts(body, 'dueOn'), because: field(body, 'because') });
      notTooEarly(form.dueOn, today);
      explained(placement, form);
      const position = await this.set(placement, form, meta, today);
      return { to: urlOf(paths.placements.show, placement), done: 'gapsDueSet', position };
    });
  }

  private async set(
    placement: PlacementRow,
    form: { readonly dueOn: Day; readonly because?: string },
    meta: Meta,
    today: Day,
  ): Promise<Position> {
    const command = setGapsDue(placement, form, meta.actor.id, today);
    return (await this.commands.execute(new ToPlacement(placement.placementId, command, meta))).position;
  }

  private async facts({ school: { schoolId } }: OfSchool): Promise<GapsFacts> {
    const [all, owed] = await Promise.all([
      this.queries.execute(new PlacementsOf({ schoolId })),
      this.queries.execute(new MattersOf({ schoolId })),
    ]);
    const placements = all.filter(hasGaps);
    const [pupils, sites] = await Promise.all([
      this.queries.execute(new PupilsById({ subjectIds: [...new Set(placements.map((each) => each.subjectId))] })),
      this.queries.execute(new SitesById({ siteIds: [...new Set(placements.map((each) => each.siteId))] })),
    ]);
    return {
      schoolId,
      placements,
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      sites: byKey(sites, ({ siteId }) => siteId),
      owed,
      today: dayOf(this.times.now()),
    };
  }

  private reader({ roles }: OfSchool) {
    return {
      mayAgree: mayDo(roles, 'agree-placements'),
      mayCheck: mayDo(roles, 'record-checks'),
      maySet: mayDo(roles, 'set-gaps-due'),
    };
  }
}

function notTooEarly(dueOn: Day, today: Day): void {
  if (dueOn < today) notTaken({ dueOn: { text: 'Enter today or a later day' } });
}

function explained({ gapsDueOn }: PlacementRow, { dueOn, because }: { dueOn: Day; because: string }): void {
  const moved = gapsDueOn !== undefined && gapsDueOn !== dueOn;
  if (moved && because === '') notTaken({ because: { text: 'Enter why it is another day' } });
}
