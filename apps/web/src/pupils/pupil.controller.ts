import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Id } from '#event-sourcing';
import { GatherMove } from '../moves/gather.js';
import { gonePage } from '../moves/gone.page.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { GatherPupil } from './gather.js';
import { pupilPage } from './pupil.page.js';

/** A pupil with all that has to be at hand about them, now or as at any moment. */
@Controller()
export class PupilController {
  constructor(
    private readonly pupils: GatherPupil,
    private readonly moves: GatherMove,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.pupils.show)
  @Allowed('find-pupils')
  async show(
    @Here() { school, roles }: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const past = await this.times.asAt(typeof query['at'] === 'string' ? query['at'] : undefined);
    const notice = await this.saved.notice(query);
    // Whose record another school has by now: what is left of them here. As they were, they are shown as ever.
    const gone = past ? null : await this.moves.gone(school, subjectId);
    if (gone) return res.render('moves/gone', { page: gonePage(gone, notice) });
    const facts = await this.pupils.gather(school, subjectId, past);
    const reader = {
      past,
      mayEnter: mayDo(roles, 'enter-pupils'),
      mayPropose: mayDo(roles, 'propose-placements'),
      maySearch: mayDo(roles, 'search-for-pupils'),
      mayMark: mayDo(roles, 'record-marks'),
      mayKeepRoll: mayDo(roles, 'keep-roll'),
    };
    return res.render('pupils/pupil', { page: pupilPage(facts, reader, notice) });
  }
}
