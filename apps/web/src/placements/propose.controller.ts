import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { Id, Meta } from '#event-sourcing';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Proposals } from './proposals.js';

/** Proposing a placement for a pupil. */
@Controller()
export class ProposeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly proposals: Proposals,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.placements.propose)
  @Allowed('propose-placements')
  ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    return this.proposals.ask(res, 'ahead', here, subjectId);
  }

  @Post(paths.placements.propose)
  @Allowed('propose-placements')
  check(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Body() body: unknown, @Res() res: Response) {
    return this.proposals.check(res, 'ahead', here, subjectId, body);
  }

  @Post(paths.placements.proposed)
  @Allowed('propose-placements')
  async propose(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.proposals.facts('ahead', here, subjectId);
    const work = async () => {
      const command = this.proposals.commandOf(facts, body);
      const { position } = await this.commands.execute(new ToPlacement(command.data.placementId, command, meta));
      return { to: urlOf(paths.placements.show, command.data), done: 'proposed' as const, position };
    };
    const again = (errors: FormErrors) => this.proposals.again(facts, body, errors);
    return this.forms.take(res, again, work, Proposals.template);
  }
}
