import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement, ToProvider } from '#commands';
import { openSuspension, type PlacementCommand, type ProviderCommand } from '#domain';
import { erased, id, newId, type Id, type Meta } from '#event-sourcing';
import { AdultsOfSite, PeopleById, SchoolById, SitesOfProvider, StopById, type StopRow } from '#read-models';
import { GatherPlacement } from '../placements/gather.js';
import { ProviderDesk } from '../providers/desk.js';
import { isThere } from '../providers/provider-words.js';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { ofSchoolOrNotFound, orNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved, type Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { GatherStops } from './gather.js';
import {
  formOf,
  liftCommand,
  liftPage,
  referCommand,
  referPage,
  reviewCommand,
  reviewPage,
  setCommand,
  setPage,
  type ReviewHere,
  type SetHere,
  type StopHere,
} from './stop-forms.page.js';
import { stopPage } from './stop.page.js';
import { aboutWords } from './stop-words.js';

/** Stops: set for all schools at once, referred and lifted by the school that set it, and decided about by each. */
@Controller()
export class StopsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly stops: GatherStops,
    private readonly placements: GatherPlacement,
    private readonly desk: ProviderDesk,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.stops.show)
  @Allowed('see-placements')
  async show(
    @Here() { school: { schoolId }, roles }: OfSchool,
    @Param('stopId', anId) stopId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const today = this.desk.today();
    const facts = await this.stops.one(await this.stop(stopId), schoolId, today);
    const { stop, placements } = facts;
    const reviews = placements.flatMap(({ stopReviews }) => (stopReviews === erased ? [] : stopReviews));
    const referrals = stop.referrals === erased ? [] : stop.referrals;
    const personIds = [...[...reviews, ...referrals].map(({ personId }) => personId), stop.personId];
    const [school, people] = await Promise.all([
      this.queries.execute(new SchoolById({ schoolId: stop.schoolId })),
      this.queries.execute(
        new PeopleById({ personIds: [...new Set([...personIds, ...(stop.liftedBy ? [stop.liftedBy] : [])])] }),
      ),
    ]);
    const setter = { school, people: byKey(people, ({ personId }) => personId) };
    const reader = { schoolId, maySetStops: mayDo(roles, 'set-stops'), today };
    const page = stopPage(facts, setter, reader, notice);
    res.render('stops/stop', { page });
  }

  @Get(paths.providers.stop)
  @Allowed('set-stops')
  async askSet(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const chosen = id.safeParse(field(query, 'site') || field(query, 'adult')).data ?? '';
    this.forms.ask(res, setPage(await this.setHere(of, providerId), chosen, newId()));
  }

  @Post(paths.providers.stop)
  @Allowed('set-stops')
  async set(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.setHere(of, providerId);
    const again = (errors: FormErrors) => setPage(here, '', formOf(body) || newId(), { body, errors });
    return this.forms.take(res, again, async () => {
      const command = setCommand(here, body, meta.actor.id);
      return this.give(of.school.schoolId, command, meta, 'stopSet');
    });
  }

  @Get(paths.stops.refer)
  @Allowed('set-stops')
  async askReferral(@Here() of: OfSchool, @Param('stopId', anId) stopId: Id, @Res() res: Response) {
    this.forms.ask(res, referPage(await this.own(of, stopId)));
  }

  @Post(paths.stops.refer)
  @Allowed('set-stops')
  async refer(
    @Here() of: OfSchool,
    @Param('stopId', anId) stopId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.own(of, stopId);
    const again = (errors: FormErrors) => referPage(here, { body, errors });
    return this.forms.take(res, again, async () =>
      this.give(of.school.schoolId, referCommand(here, body, meta.actor.id), meta, 'stopReferred'),
    );
  }

  @Get(paths.stops.lift)
  @Allowed('set-stops')
  async askLift(@Here() of: OfSchool, @Param('stopId', anId) stopId: Id, @Res() res: Response) {
    this.forms.ask(res, liftPage(await this.own(of, stopId)));
  }

  @Post(paths.stops.lift)
  @Allowed('set-stops')
  async lift(
    @Here() of: OfSchool,
    @Param('stopId', anId) stopId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.own(of, stopId);
    const again = (errors: FormErrors) => liftPage(here, { body, errors });
    return this.forms.take(res, again, async () =>
      this.give(of.school.schoolId, liftCommand(here, body, meta.actor.id), meta, 'stopLifted'),
    );
  }

  @Get(paths.stops.review)
  @Allowed('set-stops')
  async askReview(
    @Here() of: OfSchool,
    @Param('stopId', anId) stopId: Id,
    @Param('placementId', anId) placementId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, reviewPage(await this.reviewed(of, stopId, placementId)));
  }

  @Post(paths.stops.review)
  @Allowed('set-stops')
  async review(
    @Here() of: OfSchool,
    @Param('stopId', anId) stopId: Id,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.reviewed(of, stopId, placementId);
    const again = (errors: FormErrors) => reviewPage(here, { body, errors });
    return this.forms.take(res, again, async () => {
      const command = reviewCommand(here, body, meta.actor.id);
      const { position } = await this.commands.execute(new ToPlacement(placementId, command, meta));
      return { ...afterReview(here, command), position };
    });
  }

  private async stop(stopId: Id): Promise<StopRow> {
    return orNotFound(await this.queries.execute(new StopById({ stopId })));
  }

  private async setHere(of: OfSchool, providerId: Id): Promise<SetHere> {
    const { schoolId, provider } = await this.desk.provider(of, providerId);
    const sites = await this.queries.execute(new SitesOfProvider({ providerId }));
    const adults = await Promise.all(sites.map(({ siteId }) => this.queries.execute(new AdultsOfSite({ siteId }))));
    return { schoolId, provider, sites, adults: adults.flat().filter(isThere) };
  }

  /** A stop that the school has set itself. @throws {NotFoundException} for that of another one. */
  private async own({ school: { schoolId } }: OfSchool, stopId: Id): Promise<StopHere> {
    const stop = ofSchoolOrNotFound(await this.queries.execute(new StopById({ stopId })), { schoolId });
    const facts = await this.stops.one(stop, schoolId, this.desk.today());
    return { stop, title: aboutWords(facts), now: this.times.now() };
  }

  private async reviewed({ school: { schoolId } }: OfSchool, stopId: Id, placementId: Id): Promise<ReviewHere> {
    const facts = await this.stops.one(await this.stop(stopId), schoolId, dayOf(this.times.now()));
    const { placement, pupil } = await this.placements.gather(schoolId, placementId);
    const { stop } = facts;
    return { schoolId, stop, title: aboutWords(facts), placement, name: fullName(pupil ?? undefined) };
  }

  private async give(
    schoolId: Id,
    command: Extract<ProviderCommand, { data: { stopId: Id } }>,
    meta: Meta,
    done: Done,
  ) {
    const { providerId, stopId } = command.data;
    const { position } = await this.commands.execute(new ToProvider(providerId, command, meta));
    return { to: urlOf(paths.stops.show, { schoolId, stopId }), done, position };
  }
}

/** A decision that asks for a further step leads to the placement, where that is taken. */
function afterReview({ schoolId, stop, placement }: ReviewHere, command: PlacementCommand): { to: string; done: Done } {
  const decision = command.type === 'ReviewStop' ? command.data.decision : 'goes-on';
  const suspended = openSuspension(placement.suspensions) !== undefined;
  const here = urlOf(paths.placements.show, placement);
  if (decision === 'ends' && placement.stage === 'started') return { to: here, done: 'stopReviewedEnds' };
  if (decision === 'kept-away' && placement.stage === 'started' && !suspended)
    return { to: here, done: 'stopReviewedKeptAway' };
  return { to: urlOf(paths.stops.show, { schoolId, stopId: stop.stopId }), done: 'stopReviewed' };
}
