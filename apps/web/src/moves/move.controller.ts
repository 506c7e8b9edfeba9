import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Id, Meta } from '#event-sourcing';
import { PupilDesk } from '../pupils/desk.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, NotTaken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { GatherMove, type MoveFacts } from './gather.js';
import {
  moveAnswersPage,
  moveCommand,
  moveDone,
  movePage,
  nothingToTakeBackPage,
  readMove,
  takeBackCommand,
  takeBackOf,
  takeBackPage,
} from './move.page.js';

const template = 'moves/move';

/** A pupil moves to another school of the trust, leaves, or comes back; and what was wrong of that is taken back. */
@Controller()
export class MoveController {
  constructor(
    private readonly moves: GatherMove,
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get(paths.pupils.move)
  @Allowed('keep-roll')
  async ask(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    const facts = await this.facts(here, subjectId, res);
    if (facts) res.render(template, { page: movePage(facts) });
  }

  /** The form comes back where something is wrong or is to be changed; else its answers, to be checked. */
  @Post(paths.pupils.move)
  @Allowed('keep-roll')
  async check(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, subjectId, res);
    if (!facts) return;
    res.status(200);
    if (field(body, 'change') === 'yes') return res.render(template, { page: movePage(facts, body) });
    try {
      return res.render('placements/answers', { page: moveAnswersPage(facts, readMove(facts, body)) });
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      return res.status(error.status).render(template, { page: movePage(facts, body, error.errors) });
    }
  }

  /** Sent twice, it is done once: the pupil's page says where they are by now. */
  @Post(paths.pupils.moved)
  @Allowed('keep-roll')
  async move(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, subjectId, res);
    if (!facts) return;
    if (facts.pupil.changes?.at(-1)?.changeId === field(body, 'form')) return this.show(res, here, subjectId);
    const again = (errors: FormErrors) => movePage(facts, body, errors);
    const work = async () => {
      const answers = readMove(facts, body);
      const command = moveCommand(facts, answers, meta.actor.id);
      return this.desk.give(facts.pupil, [command], meta, moveDone(facts, answers));
    };
    return this.answers.take(res, again, work, template);
  }

  @Get(paths.pupils.takeBackMove)
  @Allowed('keep-roll')
  async askTakeBack(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    const facts = await this.facts(here, subjectId, res);
    if (!facts) return;
    const { last, refused } = takeBackOf(facts);
    if (last === null) res.render('placements/nothing-newer', { page: nothingToTakeBackPage(facts, refused) });
    else this.answers.ask(res, takeBackPage(facts));
  }

  @Post(paths.pupils.takeBackMove)
  @Allowed('keep-roll')
  async takeBack(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.facts(here, subjectId, res);
    if (!facts) return;
    const { last, refused } = takeBackOf(facts);
    if (last === null) {
      return res.status(422).render('placements/nothing-newer', { page: nothingToTakeBackPage(facts, refused) });
    }
    const again = (errors: FormErrors) => takeBackPage(facts, { body, errors });
    return this.answers.take(res, again, async () => {
      const taken = await this.desk.give(
        facts.pupil,
        [takeBackCommand(facts, body, meta.actor.id)],
        meta,
        'schoolChangeTakenBack',
      );
      // The record may be another school's again, and this one has nothing of the pupil then.
      return last.schoolId === here.school.schoolId ? taken : { ...taken, to: urlOf(paths.pupils.find, here.school) };
    });
  }

  /** What is known; where the record is another school’s by now, the pupil’s page says so instead. */
  private async facts(here: OfSchool, subjectId: Id, res: Response): Promise<MoveFacts | null> {
    if (!(await this.moves.gone(here.school, subjectId))) return this.moves.gather(here, subjectId);
    this.show(res, here, subjectId);
    return null;
  }

  private show(res: Response, { school: { schoolId } }: OfSchool, subjectId: Id): void {
    res.redirect(303, urlOf(paths.pupils.show, { schoolId, subjectId }));
  }
}
