import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { refusals, type PupilCommand, type RefusalReason } from '#domain';
import { id, Journal, newId, Refusal, type Id, type Meta } from '#event-sourcing';
import { Progress } from '#followers';
import type { PupilRow } from '#read-models';
import { Directory, directoryFollower, type DirectoryEntry, type NamedPupil } from '#sealing';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { PupilDesk } from './desk.js';
import {
  detailsForm,
  detailsPage,
  detailsSent,
  enterForm,
  enterPage,
  numberOf,
  upnForm,
  upnPage,
  upnSent,
} from './details.page.js';

type Details = Extract<PupilCommand, { type: 'ChangePupilDetails' }>['data'];

/** Entering pupils, and changing what is known of who they are. */
@Controller()
export class PupilDetailsController {
  constructor(
    private readonly directory: Directory,
    private readonly journal: Journal,
    private readonly progress: Progress,
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get(paths.pupils.enter)
  @Allowed('enter-pupils')
  askNew(@Here() { school }: OfSchool, @Res() res: Response) {
    this.answers.ask(res, enterPage(school, newId()));
  }

  @Post(paths.pupils.enter)
  @Allowed('enter-pupils')
  async enter(@Here() { school }: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const sent = id.safeParse(field(body, 'subjectId'));
    const subjectId = sent.success ? sent.data : newId();
    const again = (errors: FormErrors) => enterPage(school, subjectId, { body, errors }, 'another' in errors.of);
    await this.answers.take(res, again, async () => {
      const form = read(enterForm(this.desk.today()), { ...detailsSent(body), ...upnSent(body) });
      const { upn, upnUnknownBecause, ...details } = form;
      const data = { subjectId, schoolId: school.schoolId, ...details, ...numberOf({ upn, upnUnknownBecause }) };
      const { numbered, named } = await this.others(data);
      if (numbered.length > 0) numberRefused('upn-of-another-pupil');
      if (named.length > 0 && field(body, 'another') !== 'yes') {
        const text = 'A pupil of this name and birth date is entered already. Say that this is another one';
        notTaken({ another: { text } });
      }
      return this.giveNumber(data, { type: 'EnterPupil', data }, meta, 'pupilEntered');
    });
  }

  @Get(paths.pupils.details)
  @Allowed('enter-pupils')
  async askDetails(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    this.answers.ask(res, detailsPage(await this.desk.pupil(here, subjectId)));
  }

  @Post(paths.pupils.details)
  @Allowed('enter-pupils')
  async changeDetails(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const again = (errors: FormErrors) => detailsPage(pupil, { body, errors });
    await this.answers.take(res, again, async () => {
      const data = { ...identityOf(pupil), ...read(detailsForm(this.desk.today()), detailsSent(body)) };
      return this.desk.give(pupil, [{ type: 'ChangePupilDetails', data }], meta, 'detailsChanged');
    });
  }

  @Get(paths.pupils.upn)
  @Allowed('enter-pupils')
  async askUpn(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    this.answers.ask(res, upnPage(await this.desk.pupil(here, subjectId)));
  }

  @Post(paths.pupils.upn)
  @Allowed('enter-pupils')
  async changeUpn(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const again = (errors: FormErrors) => upnPage(pupil, { body, errors });
    await this.answers.take(res, again, async () => {
      const { because, ...number } = read(upnForm(pupil), upnSent(body));
      const { upn: _upn, upnUnknownBecause: _because, ...details } = identityOf(pupil);
      const why = because === undefined ? {} : { upnChangedBecause: because };
      const data = { ...details, ...numberOf(number), ...why };
      return this.giveNumber(pupil, { type: 'ChangePupilDetails', data }, meta, 'upnChanged');
    });
  }

  /** Gives a command that may be refused for its number: that is said at the number's field. */
  private async giveNumber(about: Parameters<PupilDesk['give']>[0], command: PupilCommand, meta: Meta, done: Done) {
    try {
      return await this.desk.give(about, [command], meta, done);
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : null;
      if (reason === 'upn-of-another-pupil' || reason === 'upn-being-entered') return numberRefused(reason);
      throw error;
    }
  }

  /**
   * The pupils who might be this one, as far as the directory gets to know them in a second: those who have the number, at
   * whichever school, and those of the school who have the name and birth date.
   */
  private async others({ subjectId, upn, ...pupil }: EnteredPupil) {
    await this.progress.caughtUp(await this.journal.store.head(), [directoryFollower.name]);
    const [numbered, named] = await Promise.all([
      this.directory.numbered(upn === undefined ? [] : [upn]),
      this.directory.named([pupil]),
    ]);
    const isOther = (each: DirectoryEntry) => each.subjectId !== subjectId;
    return { numbered: numbered.filter(isOther), named: named.filter(isOther) };
  }
}

const numberRefused = (reason: RefusalReason): never => notTaken({ upn: { text: refusals[reason] } });

type EnteredPupil = NamedPupil & { readonly subjectId: Id; readonly upn?: string };

/** A pupil's details as a command has them. */
function identityOf({ subjectId, schoolId, givenName, familyName, bornOn, yearGroup, ...number }: PupilRow): Details {
  const { upn, upnUnknownBecause } = number;
  return {
    subjectId,
    schoolId,
    givenName,
    familyName,
    ...(upn === undefined ? {} : { upn }),
    ...(upnUnknownBecause === undefined ? {} : { upnUnknownBecause }),
    bornOn,
    yearGroup,
  };
}
