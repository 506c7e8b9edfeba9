import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { Id, Meta } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, NotTaken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayOf } from '../shell/words.js';
import {
  adoptAnswersPage,
  adoptCommand,
  adoptPage,
  nothingNewerPage,
  readAdoption,
  type AdoptAbout,
} from './adopt.page.js';
import { GatherPlacement } from './gather.js';
import type { PlacementFacts } from './placement.page.js';

const template = 'placements/adopt';

/** Adopting a newer edition of the procedure for a placement: what becomes due is shown before it is decided. */
@Controller()
export class AdoptController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.placements.adoptEdition)
  @Allowed('start-and-end-placements')
  async ask(@Here() { school }: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const facts = await this.placements.gather(school.schoolId, placementId);
    const about = this.about(facts);
    if (about) res.render(template, { page: adoptPage(about) });
    else res.render('placements/nothing-newer', { page: nothingNewerPage(facts) });
  }

  /** The form comes back where something is wrong or is to be changed; else its answers, to be checked. */
  @Post(paths.placements.adoptEdition)
  @Allowed('start-and-end-placements')
  async check(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const about = this.about(await this.placements.gather(school.schoolId, placementId));
    if (!about) throw new NotFoundException();
    if (field(body, 'change') === 'yes') return res.render(template, { page: adoptPage(about, body) });
    try {
      return res.render('placements/answers', { page: adoptAnswersPage(about, readAdoption(body)) });
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      return res.status(error.status).render(template, { page: adoptPage(about, body, error.errors) });
    }
  }

  @Post(paths.placements.editionAdopted)
  @Allowed('start-and-end-placements')
  async adopt(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.placements.gather(school.schoolId, placementId);
    const about = this.about(facts);
    // Sent twice, it has been adopted by now: the placement says so.
    if (!about) return res.redirect(303, urlOf(paths.placements.show, facts.placement));
    const work = async () => {
      const command = adoptCommand(about, body, meta.actor.id);
      const { position } = await this.commands.execute(new ToPlacement(placementId, command, meta));
      const to = urlOf(paths.placements.show, about.facts.placement);
      return { to, done: 'editionAdopted' as const, position };
    };
    return this.forms.take(res, (errors: FormErrors) => adoptPage(about, body, errors), work, template);
  }

  private about(facts: PlacementFacts): AdoptAbout | null {
    const { newer, placement } = facts;
    if (newer === null || placement.stage === 'ended') return null;
    return { facts, newer, today: dayOf(this.times.now()) };
  }
}
