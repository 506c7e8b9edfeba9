import {
  Body,
  Controller,
  Get,
  GoneException,
  NotFoundException,
  Param,
  Post,
  Query,
  Req,
  Res,
  UploadedFiles,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { ToCheck } from '#commands';
import { Documents } from '#documents';
import { erased, type Id, type Meta } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { sendDocument } from '../shell/documents.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read, readBoth } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { aName, anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import {
  chosenAgain,
  keepDocuments,
  ReceiveDocuments,
  takeDocuments,
  type SentDocument,
} from '../shell/sent-documents.js';
import { dayOf } from '../shell/words.js';
import { checksTogetherForm, checksTogetherPage, checksTogetherSent } from './checks-together.page.js';
import { checkForm, checkPage, checksPage, recordCheck, type ChecksFacts } from './checks.page.js';
import { GatherPlacement } from './gather.js';

const together = 'placements/checks-together';

/** The checklist before admission: what the school has looked at for itself at the placement's site. */
@Controller()
export class ChecksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly documents: Documents,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.placements.checks)
  @Allowed('see-placements')
  async list(
    @Here() { school, roles }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const facts = await this.facts(school.schoolId, placementId);
    res.render('placements/checks', { page: checksPage(facts, mayDo(roles, 'record-checks'), notice) });
  }

  @Get(paths.placements.checksTogether)
  @Allowed('record-checks')
  async askTogether(@Here() { school }: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const facts = await this.facts(school.schoolId, placementId);
    res.render(together, { page: checksTogetherPage(facts) });
  }

  /** Each row is a command of its own; sent again, those that were recorded are recorded already. */
  @Post(paths.placements.checksTogether)
  @Allowed('record-checks')
  async recordTogether(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.facts(school.schoolId, placementId);
    const work = async () => {
      const answers = read(checksTogetherForm, checksTogetherSent(facts, body));
      const commands = answers.map(({ row, ...form }) =>
        recordCheck({ site: facts.site, row: { id: row }, round: roundOf(facts, row) }, form, meta.actor.id),
      );
      const carriedOut = await Promise.all(
        commands.map((command) => this.commands.execute(new ToCheck(command.data.checkId, command, meta))),
      );
      const position = carriedOut.reduce((last, each) => (each.position > last ? each.position : last), 0n);
      return { to: urlOf(paths.placements.checks, facts.placement), done: 'checkedTogether' as const, position };
    };
    return this.forms.take(res, (errors) => checksTogetherPage(facts, body, errors), work, together);
  }

  @Get(paths.placements.check)
  @Allowed('record-checks')
  async ask(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('row', aName) rowId: string,
    @Res() res: Response,
  ) {
    res.render('shell/form', { page: checkPage(await this.row(school.schoolId, placementId, rowId)) });
  }

  // Procedure: S5.5
  /** The documents are kept first, and then the check that names them. */
  @Post(paths.placements.check)
  @Allowed('record-checks')
  @UseInterceptors(ReceiveDocuments)
  async record(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('row', aName) rowId: string,
    @UploadedFiles() sent: readonly SentDocument[] | undefined,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const facts = await this.row(school.schoolId, placementId, rowId);
    const work = async () => {
      const days = { on: dayParts(body, 'on'), until: dayParts(body, 'until') };
      const typed = { outcome: field(body, 'outcome'), evidence: field(body, 'evidence'), ...days };
      const [form, files] = readBoth(
        () => read(checkForm, typed),
        () => takeDocuments(req, sent),
      );
      const { siteId } = facts.site;
      const shown = await keepDocuments(this.documents, { subjectId: siteId, kept: 'provider-file' }, files);
      const command = recordCheck(facts, form, meta.actor.id, shown);
      const { position } = await this.commands.execute(new ToCheck(command.data.checkId, command, meta));
      return { to: urlOf(paths.placements.checks, facts.placement), done: 'checked' as const, position };
    };
    const again = (errors: FormErrors) => checkPage(facts, body, sent?.length ? chosenAgain(errors) : errors);
    return this.forms.take(res, again, work);
  }

  // Procedure: S5.5
  @Get(paths.placements.checkDocument)
  @Allowed('see-placements')
  async document(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('row', aName) rowId: string,
    @Param('documentId', anId) documentId: Id,
    @Res() res: Response,
  ) {
    const check = (await this.facts(school.schoolId, placementId)).checks.get(rowId);
    const index = check?.documents.findIndex((each) => each.documentId === documentId) ?? -1;
    const named = check?.documents[index];
    if (!check || !named) throw new NotFoundException();
    const bytes = await this.documents.read(named);
    if (bytes === erased || check.fileNames === erased) throw new GoneException();
    sendDocument(res, bytes, check.fileNames[index] ?? 'document', named.mediaType);
  }

  private async facts(schoolId: Id, placementId: Id) {
    const { site, ...facts } = await this.placements.gather(schoolId, placementId);
    if (!site) throw new NotFoundException();
    return { ...facts, site, today: dayOf(this.times.now()) };
  }

  /** A row of the edition's list; recorded again, it is still the same round. */
  private async row(schoolId: Id, placementId: Id, rowId: string) {
    const { placement, site, edition, checks, today } = await this.facts(schoolId, placementId);
    const row = edition.checks.find(({ id }) => id === rowId);
    if (!row) throw new NotFoundException();
    return { placement, site, edition, row, round: roundOf({ checks }, rowId), today };
  }
}

const roundOf = ({ checks }: Pick<ChecksFacts, 'checks'>, row: string): number => checks.get(row)?.round ?? 1;
