import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import { openSuspension, type PlacementCommand } from '#domain';
import type { Id, Meta } from '#event-sourcing';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import type { EndingAbout } from './ending.page.js';
import { GatherPlacement } from './gather.js';
import {
  plannedEndCommand,
  plannedEndPage,
  resumeCommand,
  resumePage,
  suspendCommand,
  suspendPage,
} from './suspending.page.js';

/** How a placement stands still and goes on, and until when it is planned. */
@Controller()
export class SuspendingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.placements.suspend)
  @Allowed('start-and-end-placements')
  async askSuspend(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, suspendPage(await this.about(here, placementId)));
  }

  @Post(paths.placements.suspend)
  @Allowed('start-and-end-placements')
  async suspend(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId);
    const work = async () => this.give(about, suspendCommand(about, body), meta, 'suspended');
    return this.forms.take(res, (errors) => suspendPage(about, body, errors), work);
  }

  @Get(paths.placements.resume)
  @Allowed('start-and-end-placements')
  async askResume(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const about = await this.about(here, placementId);
    if (!openSuspension(about.placement.suspensions)) throw new NotFoundException();
    this.forms.ask(res, resumePage(about));
  }

  @Post(paths.placements.resume)
  @Allowed('start-and-end-placements')
  async resume(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId);
    const work = async () => this.give(about, resumeCommand(about, body), meta, 'resumed');
    return this.forms.take(res, (errors) => resumePage(about, body, errors), work);
  }

  @Get(paths.placements.plannedEnd)
  @Allowed('start-and-end-placements')
  async askPlannedEnd(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, plannedEndPage(await this.about(here, placementId)));
  }

  @Post(paths.placements.plannedEnd)
  @Allowed('start-and-end-placements')
  async changePlannedEnd(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId);
    const work = async () => this.give(about, plannedEndCommand(about, body), meta, 'plannedEndChanged');
    return this.forms.take(res, (errors) => plannedEndPage(about, body, errors), work);
  }

  private async about({ school: { schoolId } }: OfSchool, placementId: Id): Promise<EndingAbout> {
    const { placement, school, pupil } = await this.placements.gather(schoolId, placementId);
    return { placement, school, name: fullName(pupil ?? undefined), today: dayOf(this.times.now()) };
  }

  private async give({ placement }: EndingAbout, command: PlacementCommand, meta: Meta, done: Done) {
    const { position, events } = await this.commands.execute(new ToPlacement(placement.placementId, command, meta));
    const said: Done = events.length === 0 ? 'unchanged' : done;
    return { to: urlOf(paths.placements.show, placement), done: said, position };
  }
}
