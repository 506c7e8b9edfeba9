import { Body, Controller, Get, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPupil } from '#commands';
import { erased, type Id, type Meta } from '#event-sourcing';
import { PupilsById, type PupilRow } from '#read-models';
import { Directory } from '#sealing';
import { PupilDesk } from '../pupils/desk.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, NotTaken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { choosePage } from './choose.page.js';
import { GatherRecords, type TwoRecords } from './gather.js';
import {
  mergeAnswersPage,
  mergeCommands,
  mergePage,
  notMergedPage,
  nothingToMergePage,
  partPage,
  readMerge,
  readPart,
} from './merge.page.js';

const template = 'records/merge';
const shownMax = 50;

/** Two records of one pupil: compared, merged into one of them, and parted again where that was an error. */
@Controller()
export class MergeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly directory: Directory,
    private readonly records: GatherRecords,
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get(paths.pupils.merge)
  @Allowed('keep-roll')
  async choose(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    const pupil = await this.desk.pupil(here, subjectId);
    const { schoolId, givenName, familyName, bornOn } = pupil;
    const isErased = givenName === erased || familyName === erased || bornOn === erased;
    const alike = isErased ? [] : await this.directory.named([{ schoolId, givenName, familyName, bornOn }]);
    const found = await this.others(pupil, alike);
    res.render('records/choose', { page: choosePage(pupil, '', found, false) });
  }

  @Post(paths.pupils.merge)
  @Allowed('keep-roll')
  async find(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const text = field(body, 'asked').slice(0, 120);
    const asked = { text, schoolIds: [pupil.schoolId], limit: shownMax + 2 };
    const found = await this.others(pupil, text === '' ? [] : await this.directory.search(asked));
    const page = choosePage(pupil, text, found.slice(0, shownMax), found.length > shownMax);
    res.status(200).render('records/choose', { page });
  }

  @Get(paths.pupils.mergeWith)
  @Allowed('keep-roll')
  async ask(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('otherId', anId) otherId: Id,
    @Res() res: Response,
  ) {
    const records = await this.records.gather(here, subjectId, otherId);
    if (areTwo(records)) res.render(template, { page: mergePage(records) });
    else res.render('placements/nothing-newer', { page: nothingToMergePage(records) });
  }

  /** The form comes back where something is wrong or is to be changed; else its answers, to be checked. */
  @Post(paths.pupils.mergeWith)
  @Allowed('keep-roll')
  async check(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('otherId', anId) otherId: Id,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const records = await this.records.gather(here, subjectId, otherId);
    if (!areTwo(records)) throw new NotFoundException();
    res.status(200);
    if (field(body, 'change') === 'yes') return res.render(template, { page: mergePage(records, body) });
    try {
      return res.render('placements/answers', { page: mergeAnswersPage(records, readMerge(records, body)) });
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      return res.status(error.status).render(template, { page: mergePage(records, body, error.errors) });
    }
  }

  /** Sent twice, it is done once: the record that was given up leads to the other, where a number can be entered as well. */
  @Post(paths.pupils.merged)
  @Allowed('keep-roll')
  async merge(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('otherId', anId) otherId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const records = await this.records.gather(here, subjectId, otherId);
    const given = [records.first, records.second].find(({ pupil }) => pupil.mergedInto !== undefined);
    if (given) return res.redirect(303, urlOf(paths.pupils.show, given.pupil));
    const again = (errors: FormErrors) => mergePage(records, body, errors);
    const work = async () => {
      const decision = readMerge(records, body);
      const { merge, change } = mergeCommands(decision, meta.actor.id, records);
      const { position } = await this.commands.execute(new ToPupil(merge.data.subjectId, merge, meta));
      const numbered =
        change === null ? null : await this.commands.execute(new ToPupil(change.data.subjectId, change, meta));
      const to = urlOf(paths.pupils.show, decision.kept.pupil);
      return { to, done: 'recordsMerged' as const, position: numbered?.position ?? position };
    };
    return this.answers.take(res, again, work, template);
  }

  @Get(paths.pupils.unmerge)
  @Allowed('keep-roll')
  async askPart(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    const pupil = await this.desk.pupil(here, subjectId);
    if (pupil.mergedInto === undefined) res.render('placements/nothing-newer', { page: notMergedPage(pupil) });
    else this.answers.ask(res, partPage(pupil));
  }

  @Post(paths.pupils.unmerge)
  @Allowed('keep-roll')
  async part(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const { schoolId, mergedInto: intoId } = pupil;
    // Sent twice, they are parted by now: the record's page says so.
    if (intoId === undefined) return res.redirect(303, urlOf(paths.pupils.show, pupil));
    const again = (errors: FormErrors) => partPage(pupil, { body, errors });
    return this.answers.take(res, again, async () => {
      const about = { subjectId, schoolId, intoId, unmergedOn: this.desk.today(), personId: meta.actor.id };
      const data = { ...about, ...readPart(body) };
      return this.desk.give(pupil, [{ type: 'UnmergePupil', data }], meta, 'recordsParted');
    });
  }

  /** The rows of other pupils, in the order in which they were found. */
  private async others({ subjectId }: PupilRow, entries: readonly { readonly subjectId: Id }[]): Promise<PupilRow[]> {
    const subjectIds = entries.map((each) => each.subjectId).filter((each) => each !== subjectId);
    const rows = byKey(await this.queries.execute(new PupilsById({ subjectIds })), (each) => each.subjectId);
    return subjectIds.flatMap((each) => rows.get(each) ?? []);
  }
}

/** Both take what is new: neither was merged into another one. */
const areTwo = ({ first, second }: TwoRecords): boolean =>
  first.pupil.mergedInto === undefined && second.pupil.mergedInto === undefined;
