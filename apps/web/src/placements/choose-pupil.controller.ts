import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { PupilsById } from '#read-models';
import { Directory } from '#sealing';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { field } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { choosePupilPage } from './choose-pupil.page.js';

const shownMax = 50;

/** For whom a placement is proposed: a pupil of the school, found by name or UPN, which are sent in the body. */
@Controller(paths.placements.choosePupil)
export class ChoosePupilController {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
  ) {}

  @Get()
  @Allowed('propose-placements')
  async ask(@Here() here: OfSchool, @Res() res: Response) {
    res.render('placements/choose-pupil', { page: await this.page(here, '') });
  }

  @Post()
  @Allowed('propose-placements')
  async find(@Here() here: OfSchool, @Body() body: unknown, @Res() res: Response) {
    res
      .status(200)
      .render('placements/choose-pupil', { page: await this.page(here, field(body, 'asked').slice(0, 120)) });
  }

  private async page({ school: { schoolId }, roles }: OfSchool, asked: string) {
    const entries = await this.directory.search({ text: asked, schoolIds: [schoolId], limit: shownMax + 1 });
    const subjectIds = entries.slice(0, shownMax).map(({ subjectId }) => subjectId);
    const pupils = byKey(await this.queries.execute(new PupilsById({ subjectIds })), ({ subjectId }) => subjectId);
    return choosePupilPage({
      schoolId,
      asked,
      pupils: subjectIds.flatMap((each) => pupils.get(each) ?? []),
      more: entries.length > shownMax,
      mayEnter: mayDo(roles, 'enter-pupils'),
    });
  }
}
