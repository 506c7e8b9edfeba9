import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToOversight } from '#commands';
import { newId, type Id, type Meta, type Position } from '#event-sourcing';
import { GatherComplaints } from '../complaints/gather.js';
import { GatherIncidents } from '../incidents/gather.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { GatherOversight } from './gather.js';
import { liaisonCommands, liaisonPage, type LiaisonAbout } from './liaison.page.js';
import { schoolOversightPage } from './school.page.js';

/** How a school keeps an eye on all its placements, and the weekly talk with a site about all its pupils there. */
@Controller()
export class OversightController {
  constructor(
    private readonly commands: CommandBus,
    private readonly oversight: GatherOversight,
    private readonly incidents: GatherIncidents,
    private readonly complaints: GatherComplaints,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.oversight.school)
  @Allowed('oversee-placements')
  async show(@Here() { school }: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const notice = await this.saved.notice(query);
    const [facts, unseen, openComplaints] = await Promise.all([
      this.oversight.school(school),
      this.incidents.unseen(school.schoolId, this.today()),
      this.complaints.openOf(school),
    ]);
    res.render('oversight/school', {
      page: schoolOversightPage(facts, this.today(), { unseen, openComplaints }, notice),
    });
  }

  @Get(paths.oversight.liaison)
  @Allowed('oversee-placements')
  async ask(@Here() here: OfSchool, @Param('siteId', anId) siteId: Id, @Asker() { actor }: Meta, @Res() res: Response) {
    res.render('oversight/liaison', { page: liaisonPage(await this.about(here, siteId, actor.id, newId())) });
  }

  @Post(paths.oversight.liaison)
  @Allowed('oversee-placements')
  async record(
    @Here() here: OfSchool,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, siteId, meta.actor.id, anId.transform(field(body, 'form')));
    const work = async () => {
      let position: Position | null = null;
      let isNew = false;
      for (const command of liaisonCommands(about, body)) {
        const done = await this.commands.execute(new ToOversight(command.data.placementId, command, meta));
        isNew ||= done.events.length > 0;
        if (position === null || done.position > position) position = done.position;
      }
      return {
        to: urlOf(paths.oversight.school, here.school),
        done: isNew ? 'liaisonHeld' : 'unchanged',
        position,
      } as const;
    };
    return this.forms.take(res, (errors: FormErrors) => liaisonPage(about, body, errors), work, 'oversight/liaison');
  }

  private async about({ school }: OfSchool, siteId: Id, askerId: Id, form: string): Promise<LiaisonAbout> {
    const today = this.today();
    return { ...(await this.oversight.call(school, siteId, today)), today, askerId, form };
  }

  private today() {
    return dayOf(this.times.now());
  }
}
