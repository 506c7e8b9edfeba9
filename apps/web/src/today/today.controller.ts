import { Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToDuty } from '#commands';
import { aboutSession, type DutyKind, type Session } from '#domain';
import { refuse, type Day, type Id, type Meta, type Position } from '#event-sourcing';
import { SessionOf, SessionsOfSite, type SessionRow } from '#read-models';
import { Allowed, Asker, Here, Reader } from '../shell/asker.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { aDay, anId, aSession } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { vacancyCards } from '../people/vacancy-words.js';
import { GatherVacancies } from '../people/gather-vacancies.js';
import { GatherTasks } from '../set-up/gather-tasks.js';
import { GatherReturns } from '../placements/returns.js';
import { GatherWithdrawn } from '../signing/gather-withdrawn.js';
import { GatherIncidents } from '../incidents/gather.js';
import { GatherStops } from '../stops/gather.js';
import { stopNotices } from '../stops/stop-words.js';
import { Times } from '../shell/as-at.js';
import { dayOf } from '../shell/words.js';
import { boardPage } from './board.page.js';
import { GatherBoard } from './gather.js';

/** The first page of staff: which pupils nobody can account for, and which providers have not answered. */
@Controller()
export class TodayController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly board: GatherBoard,
    private readonly tasks: GatherTasks,
    private readonly stops: GatherStops,
    private readonly returns: GatherReturns,
    private readonly vacancies: GatherVacancies,
    private readonly agreements: GatherWithdrawn,
    private readonly incidents: GatherIncidents,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.today.board)
  @Allowed('see-board')
  async show(
    @Here() { school, roles }: OfSchool,
    @Reader() { personId }: SignedIn,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const asAt = await this.times.asAt(typeof query['at'] === 'string' ? query['at'] : undefined);
    // The board of an event is that of its moment: what is due follows from the time.
    const at = asAt?.moment ?? null;
    const notice = await this.saved.notice(query);
    const mayDecide = mayDo(roles, 'agree-placements') || mayDo(roles, 'start-and-end-placements');
    const [facts, tasks, stops, returns, vacancies, withdrawn, unseen] = await Promise.all([
      this.board.gather(school, at ?? this.times.now(), at ? asAt?.position : undefined),
      at ? null : this.tasks.of({ school, roles }),
      this.stops.touching(school.schoolId, dayOf(at ?? this.times.now()), at ? asAt?.position : undefined),
      at ? [] : this.returns.owedBy(personId, school, dayOf(this.times.now())),
      at || !mayDo(roles, 'manage-people') ? null : this.vacancies.ofSchool(school, dayOf(this.times.now())),
      at || !mayDecide ? [] : this.agreements.toDecide(school.schoolId, dayOf(this.times.now())),
      at || !mayDo(roles, 'oversee-placements') ? [] : this.incidents.unseen(school.schoolId, dayOf(this.times.now())),
    ]);
    const reader = {
      personId,
      at,
      maySearch: mayDo(roles, 'search-for-pupils'),
      mayMark: mayDo(roles, 'record-marks'),
    };
    res.render('today/board', {
      page: {
        ...boardPage(facts, reader, notice),
        tasks,
        returns,
        withdrawn,
        unseen,
        stops: stopNotices(stops, school.schoolId),
        vacancies: vacancies ? vacancyCards(vacancies, true) : [],
      },
    });
  }

  @Post(paths.today.take)
  @Allowed('search-for-pupils')
  async take(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('on', aDay) on: Day,
    @Param('session', aSession) session: Session,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const row = await this.queries.execute(new SessionOf({ placementId, on, session }));
    if (!row || row.schoolId !== school.schoolId) throw new NotFoundException();
    if (!row.notAccountedFor) refuse('pupil-accounted-for');
    const position = await this.takeDuties([row], 'find-the-pupil', meta);
    this.saved.redirect(res, urlOf(paths.today.board, school), 'taken', position);
  }

  /** Somebody rings a site that has not answered: the questions of this school's pupils there are theirs now. */
  @Post(paths.today.ring)
  @Allowed('search-for-pupils')
  async ring(
    @Here() { school }: OfSchool,
    @Param('siteId', anId) siteId: Id,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const on = dayOf(this.times.now());
    const rows = await this.queries.execute(new SessionsOfSite({ siteId, on }));
    const ours = rows.filter(({ schoolId, answeredAt }) => schoolId === school.schoolId && answeredAt === undefined);
    const position = await this.takeDuties(ours, 'attendance-check', meta);
    this.saved.redirect(res, urlOf(paths.today.board, school), 'ringing', position);
  }

  private async takeDuties(rows: readonly SessionRow[], kind: DutyKind, meta: Meta): Promise<Position | null> {
    let last: Position | null = null;
    for (const row of rows) {
      for (const { dutyId, status } of row.duties.filter((duty) => duty.kind === kind)) {
        if (status !== 'open') continue;
        const data = { dutyId, kind, ...aboutSession(row), personId: meta.actor.id, takenAt: this.times.now() };
        const { position } = await this.commands.execute(new ToDuty(dutyId, { type: 'TakeDuty', data }, meta));
        if (last === null || position > last) last = position;
      }
    }
    return last;
  }
}
