import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import { id, newId, type Id, type Meta } from '#event-sourcing';
import { GatherPlacement } from '../placements/gather.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved, type Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { reviewForms, reviewStep, type ReviewAbout } from './review-forms.js';
import { reviewsPage } from './reviews.page.js';

const template = 'direction-reviews/reviews';

/** The reviews of a direction that somebody asked for in writing, step by step. */
@Controller()
export class DirectionReviewsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.directionReviews)
  @Allowed('start-and-end-placements')
  async show(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    res.render(template, { page: reviewsPage(await this.about(of, placementId), newId(), notice) });
  }

  // Procedure: X9
  @Post(paths.directionReviews)
  @Allowed('start-and-end-placements')
  async record(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const about = await this.about(of, placementId);
    const step = reviewStep.safeParse(field(body, 'step')).data;
    const requestId = id.safeParse(field(body, 'requestId')).data;
    if (step === undefined || requestId === undefined) throw new NotFoundException();
    const work = async () => {
      const command = reviewForms[step].command(about, body, { requestId, personId: meta.actor.id });
      const { position, events } = await this.commands.execute(new ToPlacement(placementId, command, meta));
      const done: Done = events.length === 0 ? 'unchanged' : 'reviewRecorded';
      return { to: urlOf(paths.directionReviews, about.placement), done, position };
    };
    const again = (errors: FormErrors) => reviewsPage(about, requestId, null, { body, errors });
    return this.forms.take(res, again, work, template);
  }

  private async about({ school: { schoolId } }: OfSchool, placementId: Id): Promise<ReviewAbout> {
    const facts = await this.placements.gather(schoolId, placementId);
    return { ...facts, today: dayOf(this.times.now()) };
  }
}
