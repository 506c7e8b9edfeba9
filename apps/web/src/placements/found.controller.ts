import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { Day, Id, Meta } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayOf } from '../shell/words.js';
import { fullName } from '../pupils/pupil-words.js';
import { foundForm, foundPage } from './found.page.js';
import { GatherPlacement } from './gather.js';
import { Proposals } from './proposals.js';

type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };

/** Recording that a placement has begun, whatever is missing: one that nobody proposed, or one that was to wait. */
@Controller()
export class FoundController {
  constructor(
    private readonly commands: CommandBus,
    private readonly proposals: Proposals,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.placements.found)
  @Allowed('start-and-end-placements')
  ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    return this.proposals.ask(res, 'already', here, subjectId);
  }

  @Post(paths.placements.found)
  @Allowed('start-and-end-placements')
  check(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Body() body: unknown, @Res() res: Response) {
    return this.proposals.check(res, 'already', here, subjectId, body);
  }

  /** Proposed and found in one go; broken off between the two, it goes on when it is sent again. */
  @Post(paths.placements.foundChecked)
  @Allowed('start-and-end-placements')
  async record(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.proposals.facts('already', here, subjectId);
    const work = async () => {
      const command = this.proposals.commandOf(facts, body);
      await this.commands.execute(new ToPlacement(command.data.placementId, command, meta));
      return this.find(command.data, command.data.startOn, meta);
    };
    const again = (errors: FormErrors) => this.proposals.again(facts, body, errors);
    return this.forms.take(res, again, work, Proposals.template);
  }

  @Get(paths.placements.foundStarted)
  @Allowed('start-and-end-placements')
  async askStarted(@Here() { school }: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const { placement, pupil } = await this.placements.gather(school.schoolId, placementId);
    this.forms.ask(res, foundPage(placement, fullName(pupil ?? undefined)));
  }

  @Post(paths.placements.foundStarted)
  @Allowed('start-and-end-placements')
  async recordStarted(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const { placement, pupil } = await this.placements.gather(school.schoolId, placementId);
    const again = (errors: FormErrors) => foundPage(placement, fullName(pupil ?? undefined), body, errors);
    return this.forms.take(res, again, () => {
      const form = read(foundForm(dayOf(this.times.now())), { startedOn: dayParts(body, 'startedOn') });
      return this.find(placement, form.startedOn, meta);
    });
  }

  private async find({ placementId, subjectId, schoolId }: About, startedOn: Day, meta: Meta) {
    // What the procedure asks for, and so what is missing, is worked out where the command is carried out.
    const data = { placementId, subjectId, schoolId, startedOn, required: [] };
    const command = { type: 'FindPlacementStarted', data } as const;
    const { position } = await this.commands.execute(new ToPlacement(placementId, command, meta));
    return { to: urlOf(paths.placements.show, data), done: 'found' as const, position };
  }
}
