import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { PlacementCommand } from '#domain';
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
import { endCommand, endPage, judgeCommand, judgePage, type EndingAbout } from './ending.page.js';
import { GatherPlacement } from './gather.js';
import { returnCheckCommand, returnCheckPage } from './return-check.page.js';

/** How a placement ends, what came of it, and how the pupil's return goes. */
@Controller()
export class EndingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.placements.end)
  @Allowed('start-and-end-placements')
  async askEnd(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, endPage(await this.about(here, placementId)));
  }

  @Post(paths.placements.end)
  @Allowed('start-and-end-placements')
  async end(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(here, placementId);
    const work = async () => this.give(about, endCommand(about, body), meta, 'ended');
    return this.forms.take(res, (errors) => endPage(about, body, errors), work);
  }

  @Get(paths.placements.judge)
  @Allowed('start-and-end-placements')
  async askJudgement(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, judgePage(await this.ended(here, placementId)));
  }

  @Post(paths.placements.judge)
  @Allowed('start-and-end-placements')
  async judge(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.ended(here, placementId);
    const work = async () => this.give(about, judgeCommand(about, body), meta, 'judged');
    return this.forms.take(res, (errors) => judgePage(about, body, errors), work);
  }

  // Procedure: S11.2
  @Get(paths.placements.returnCheck)
  @Allowed('search-for-pupils')
  async askReturn(@Here() here: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, returnCheckPage(await this.ended(here, placementId)));
  }

  @Post(paths.placements.returnCheck)
  @Allowed('search-for-pupils')
  async checkReturn(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.ended(here, placementId);
    const work = async () => this.give(about, returnCheckCommand(about, body, meta.actor.id), meta, 'returnChecked');
    return this.forms.take(res, (errors) => returnCheckPage(about, body, errors), work);
  }

  private async about({ school: { schoolId } }: OfSchool, placementId: Id): Promise<EndingAbout> {
    const { placement, school, pupil } = await this.placements.gather(schoolId, placementId);
    return { placement, school, name: fullName(pupil ?? undefined), today: dayOf(this.times.now()) };
  }

  /** @throws {NotFoundException} for one that has not ended: there is nothing to judge yet. */
  private async ended(here: OfSchool, placementId: Id): Promise<EndingAbout> {
    const about = await this.about(here, placementId);
    if (about.placement.stage !== 'ended') throw new NotFoundException();
    return about;
  }

  private async give({ placement }: EndingAbout, command: PlacementCommand, meta: Meta, done: Done) {
    const { position } = await this.commands.execute(new ToPlacement(placement.placementId, command, meta));
    return { to: urlOf(paths.placements.show, placement), done, position };
  }
}
