import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToAttendance } from '#commands';
import { attendanceIdOf } from '#domain';
import type { Id, Meta, Position } from '#event-sourcing';
import { ProviderById } from '#read-models';
import { readMarks, recordMark } from '../attendance/marks.js';
import { GatherSiteDay, markablesOf } from '../attendance/site-day.js';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { callPage } from './call.page.js';

/** One telephone call with a site: all its marks go in together. */
@Controller(paths.today.call)
export class CallController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly days: GatherSiteDay,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get()
  @Allowed('record-marks')
  async ask(@Here() { school }: OfSchool, @Param('siteId', anId) siteId: Id, @Res() res: Response) {
    res.render('today/call', { page: callPage(await this.call(siteId, school.schoolId)) });
  }

  @Post()
  @Allowed('record-marks')
  async record(
    @Here() { school }: OfSchool,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const call = await this.call(siteId, school.schoolId);
    const { marks, errors } = readMarks(body, call.markables, call.now);
    if (errors) return res.status(400).render('today/call', { page: callPage(call, body, errors) });

    const given = { byId: meta.actor.id, channel: 'telephone', answeredAt: call.now } as const;
    let last: Position | null = null;
    for (const mark of marks) {
      const id = attendanceIdOf(mark.about);
      const { position } = await this.commands.execute(new ToAttendance(id, recordMark(mark, given), meta));
      if (last === null || position > last) last = position;
    }
    const done = last === null ? 'unchanged' : 'marked';
    return this.saved.redirect(res, urlOf(paths.today.board, school), done, last);
  }

  private async call(siteId: Id, schoolId: Id) {
    const now = this.times.now();
    const on = dayOf(now);
    const day = await this.days.gather(siteId, on, now, schoolId);
    if (!day) throw new NotFoundException();
    const provider = await this.queries.execute(new ProviderById({ providerId: day.site.providerId }));
    const markables = markablesOf(day, fullName);
    return { site: day.site, provider: provider?.name ?? '', schoolId, on, now, markables };
  }
}
