import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Clock, orElse, type Id, type Meta, type Position } from '#event-sourcing';
import { followerName, Parked, Progress, type ParkedEntry } from '#followers';
import { ClockKeeping, FailedJobs } from '#jobs';
import { allProjections, OperationsLog, PeopleById } from '#read-models';
import { Asker, ForOperators } from '../shell/asker.js';
import { field, formErrors } from '../shell/forms.js';
import { anId, aName } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { Saved, type Done } from '../shell/saved.js';
import { operationsPage, skipForm, skipPage } from './operations.page.js';

const heardWithinMs = 2_000;

/** For whoever looks after the installation: what is parked, how the clock and the followers are, what was done to it. */
@Controller()
export class OperationsController {
  private readonly current = new Set(allProjections.map(followerName));

  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
    private readonly parked: Parked,
    private readonly progress: Progress,
    private readonly keeping: ClockKeeping,
    private readonly failedJobs: FailedJobs,
    private readonly saved: Saved,
  ) {}

  @Get(paths.operations.list)
  @ForOperators()
  async list(@Query() query: Record<string, unknown>, @Res() res: Response) {
    const saved = await this.saved.notice(query);
    const now = this.clock.now();
    const [parked, followers, clock, failed, log] = await Promise.all([
      this.parked.list(),
      this.progress.lag(),
      this.keeping.health(now),
      this.failedJobs.latest(20),
      this.queries.execute(new OperationsLog({})),
    ]);
    const personIds = log.flatMap(({ actor }) => (actor.kind === 'staff' ? [actor.id] : []));
    const people = await this.queries.execute(new PeopleById({ personIds: [...new Set(personIds)] }));
    const names = new Map(people.map(({ personId, name }) => [personId, orElse(name, 'Name erased')]));
    const facts = {
      now,
      parked,
      // A version of a read model that this program does not read may stand still for as long as it likes.
      followers: followers.filter(({ kind, name }) => kind !== 'projector' || this.current.has(name)),
      clock,
      failed,
      log,
      nameOf: (id: Id) => names.get(id) ?? 'somebody not known any more',
    };
    res.render('operations/operations', { page: operationsPage(facts, saved) });
  }

  @Post(paths.operations.retry)
  @ForOperators()
  async retry(
    @Param('reactor', aName) reactor: string,
    @Param('eventId', anId) eventId: Id,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const entry = await this.find(reactor, eventId);
    // Somebody else was quicker, or it has been handled meanwhile: the page shows what is so now.
    if (!entry) return this.saved.redirect(res, paths.operations.list, 'parked-settled', null);
    await this.answered(res, entry, await this.parked.retry(entry, meta));
  }

  @Get(paths.operations.skip)
  @ForOperators()
  async askSkip(@Param('reactor', aName) reactor: string, @Param('eventId', anId) eventId: Id, @Res() res: Response) {
    res.render('shell/form', { page: skipPage(await this.parkedNow(reactor, eventId)) });
  }

  @Post(paths.operations.skip)
  @ForOperators()
  async skip(
    @Param('reactor', aName) reactor: string,
    @Param('eventId', anId) eventId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const entry = await this.parkedNow(reactor, eventId);
    const form = skipForm.safeParse({ because: field(body, 'because') });
    if (!form.success) {
      res.status(400).render('shell/form', { page: skipPage(entry, body, formErrors(form.error)) });
      return;
    }
    await this.answered(res, entry, await this.parked.skip(entry, form.data.because, meta));
  }

  /** The page says what came of an answer, if the reactor hears it soon. */
  private async answered(res: Response, entry: ParkedEntry, position: Position): Promise<void> {
    const heard = await this.progress.caughtUp(position, [entry.reactor], heardWithinMs);
    const stands = heard ? await this.parked.standsAt(entry) : entry;
    const came: Done = !heard
      ? 'parked-answered'
      : !stands
        ? 'parked-settled'
        : stands.eventId === entry.eventId
          ? 'parked-again'
          : 'parked-next';
    this.saved.redirect(res, paths.operations.list, came, position);
  }

  private async find(reactor: string, eventId: Id): Promise<ParkedEntry | undefined> {
    return (await this.parked.list()).find((each) => each.reactor === reactor && each.eventId === eventId);
  }

  private async parkedNow(reactor: string, eventId: Id): Promise<ParkedEntry> {
    const entry = await this.find(reactor, eventId);
    if (!entry) throw new NotFoundException();
    return entry;
  }
}
