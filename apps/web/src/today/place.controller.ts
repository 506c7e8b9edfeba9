import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToWhereabouts } from '#commands';
import { aboutSession, whereabouts, type Session } from '#domain';
import { Journal, Refusal, same, type Day, type Id, type Meta, type Position } from '#event-sourcing';
import { PupilById, SessionOf } from '#read-models';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { field, formErrors } from '../shell/forms.js';
import { aDay, anId, aSession } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { accountForPupil, placeForm, placePage, type AccountForPupil } from './place.page.js';

/** Somebody of the school says where a pupil is: that, and nothing else, ends a search. */
@Controller(paths.today.place)
export class PlaceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly journal: Journal,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get()
  @Allowed('search-for-pupils')
  async ask(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('on', aDay) on: Day,
    @Param('session', aSession) session: Session,
    @Res() res: Response,
  ) {
    const { pupil, row } = await this.search(school.schoolId, placementId, on, session);
    res.render('shell/form', { page: placePage({ pupil, about: aboutSession(row) }) });
  }

  @Post()
  @Allowed('search-for-pupils')
  async record(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('on', aDay) on: Day,
    @Param('session', aSession) session: Session,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const { pupil, row, searchId } = await this.search(school.schoolId, placementId, on, session);
    const form = placeForm.safeParse({
      place: field(body, 'place'),
      onTheWordOf: field(body, 'onTheWordOf'),
      certainty: field(body, 'certainty'),
    });
    if (!form.success) {
      const page = placePage({ pupil, about: aboutSession(row) }, body, formErrors(form.error));
      return res.status(400).render('shell/form', { page });
    }
    const command = accountForPupil({ ...row, searchId }, form.data, {
      personId: meta.actor.id,
      now: this.times.now(),
    });
    const position = await this.account(searchId, command, meta);
    return this.saved.redirect(res, urlOf(paths.today.board, school), 'placed', position);
  }

  /** A form that was sent twice says the same a moment later: the second is answered as the first was. */
  private async account(searchId: Id, command: AccountForPupil, meta: Meta): Promise<Position | null> {
    try {
      return (await this.commands.execute(new ToWhereabouts(searchId, command, meta))).position;
    } catch (error) {
      const refused = error instanceof Refusal && error.reason === 'pupil-accounted-for';
      if (!refused) throw error;
      const state = await this.journal.state(whereabouts, searchId);
      const { accountedAt: _, ...said } = command.data;
      const known = state.status === 'ended' ? { ...state.account, accountedAt: undefined } : null;
      if (!same(known, said)) throw error;
      return null;
    }
  }

  private async search(schoolId: Id, placementId: Id, on: Day, session: Session) {
    const row = await this.queries.execute(new SessionOf({ placementId, on, session }));
    if (!row || row.schoolId !== schoolId || row.searchId === undefined) throw new NotFoundException();
    const pupil = await this.queries.execute(new PupilById({ subjectId: row.subjectId }));
    return { row, pupil, searchId: row.searchId };
  }
}
