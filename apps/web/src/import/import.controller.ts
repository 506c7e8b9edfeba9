import {
  Body,
  Controller,
  Get,
  Param,
  Post,
  Query,
  Res,
  UploadedFiles,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { Send } from '#commands';
import { Database } from '#database';
import { Journal, newId, type Id, type Meta } from '#event-sourcing';
import { alone, ImportOvertaken, ImportRefused, ImportUnderWay, StagedFiles } from '#importing';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here, Reader } from '../shell/asker.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { dayParts, daySent } from '../shell/fields.js';
import { errorsOf, field, formErrors, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { importedWords } from './afterwards.js';
import { calendarNamed, checkedPage, lookedAt, shownOf, type Looked } from './checked.page.js';
import { filesMax, filesPage, isHead, megabytesMax, rowsMax } from './files.page.js';
import { OpenFiles } from './open-files.js';
import { TooMuchSent } from './too-much-sent.filter.js';
import { namedFiles, type SentFile } from './sent-files.js';

const limits = { files: filesMax, fileSize: megabytesMax * 1024 * 1024 };
const togetherMax = 20 * 1024 * 1024;

const gone = errorsOf({
  files: { text: 'What you sent is no longer there, or has been imported. Choose the files again' },
});

/** Files are sent, checked whole and shown with all that they would change; only then are they imported. */
@Controller()
export class ImportController {
  constructor(
    private readonly files: OpenFiles,
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly staged: StagedFiles,
    private readonly sender: Send,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.import.files)
  @Allowed('import-data')
  async ask(@Here() here: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const saved = await this.saved.notice(query);
    const imported = saved ? importedWords(here, query) : null;
    res.render('import/files', { page: filesPage(here, { saved, imported }) });
  }

  /** Keeps the files and leads to what they would change, which can be loaded again and looked at page by page. */
  @Post(paths.import.files)
  @Allowed('import-data')
  @UseFilters(TooMuchSent)
  @UseInterceptors(FilesInterceptor('files', limits.files, { limits }))
  async send(
    @Here() here: OfSchool,
    @Reader() { personId }: SignedIn,
    @UploadedFiles() sent: readonly SentFile[] | undefined,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const named = namedFiles(sent);
    const { gapsDueOn, errors } = isHead(here) ? this.dueOn(body) : { gapsDueOn: undefined, errors: null };
    const none = named.length === 0 ? errorsOf({ files: { text: 'Choose one file or more' } }) : null;
    const size = named.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const tooMuch = { text: 'Send 20 MB at most together. More is for the command line: waymark import' };
    const wrong = none ?? (size > togetherMax ? errorsOf({ files: tooMuch }) : errors);
    if (wrong) {
      res.status(400).render('import/files', { page: filesPage(here, { body, errors: wrong }) });
      return;
    }
    const { schoolId } = here.school;
    const stagedId = await this.staged.keep({ personId, schoolId }, named, gapsDueOn);
    res.redirect(303, urlOf(paths.import.checked, { schoolId, stagedId }));
  }

  @Get(paths.import.checked)
  @Allowed('import-data')
  async check(
    @Here() here: OfSchool,
    @Reader() reader: SignedIn,
    @Param('stagedId', anId) stagedId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const { schoolId } = here.school;
    const kept = await this.staged.read(stagedId, { personId: reader.personId, schoolId });
    if (!kept) return this.choose(res, here, gone, 410);
    const looked = lookedAt(query);
    const names = kept.sources.map(({ name }) => name);
    const { gapsDueOn } = kept;
    const importing = await this.files.open(kept.sources, here, reader, { gapsDueOn, calendar: looked.calendar });
    const preview = await importing.preview(undefined, shownOf(looked, names));
    return res.render('import/checked', { page: checkedPage({ here, stagedId, preview, names, looked }) });
  }

  @Post(paths.import.checked)
  @Allowed('import-data')
  async carryOut(
    @Here() here: OfSchool,
    @Reader() reader: SignedIn,
    @Param('stagedId', anId) stagedId: Id,
    @Asker() { correlationId }: Meta,
    @Body() body: unknown,
    @Res() res: Response,
  ) {
    const { schoolId } = here.school;
    const kept = await this.staged.read(stagedId, { personId: reader.personId, schoolId });
    if (!kept) return this.choose(res, here, gone, 410);
    const looked: Looked = { file: null, page: 1, calendar: calendarNamed(field(body, 'calendar')), asked: false };
    const names = kept.sources.map(({ name }) => name);
    const said = { gapsDueOn: kept.gapsDueOn, calendar: looked.calendar };
    try {
      await alone(this.database.pool('import', { max: 2 }), async () => {
        const importing = await this.files.open(kept.sources, here, reader, said);
        const preview = await importing.preview(undefined, shownOf(looked, names));
        if (preview.errorCount > 0 || preview.rows > rowsMax) {
          res.status(422).render('import/checked', { page: checkedPage({ here, stagedId, preview, names, looked }) });
          return;
        }
        const meta: Meta = {
          actor: { kind: 'staff', id: reader.personId, roles: [...here.roles] },
          correlationId,
          via: 'import',
        };
        const { changes } = await importing.carryOut(newId(), (commands) => this.sender.sendTogether(commands, meta));
        await this.staged.forget(stagedId);
        const came = { changes: String(changes), kinds: importing.kinds.join(',') };
        const to = urlOf(paths.import.files, { schoolId }, came);
        this.saved.redirect(res, to, 'imported', await this.journal.store.head());
      });
    } catch (error) {
      if (!isOthersDoing(error)) throw error;
      this.choose(res, here, errorsOf({ files: { text: error.message } }), 409);
    }
  }

  private choose(res: Response, here: OfSchool, errors: FormErrors, status: number): void {
    res.status(status).render('import/files', { page: filesPage(here, { errors }) });
  }

  private dueOn(body: unknown): { gapsDueOn: string | undefined; errors: FormErrors | null } {
    const parts = dayParts(body, 'gapsDueOn');
    if (parts === '--') return { gapsDueOn: undefined, errors: null };
    const read = daySent('Enter a day').safeParse(parts);
    if (!read.success)
      return {
        gapsDueOn: undefined,
        errors: formErrors({ issues: read.error.issues.map((issue) => ({ ...issue, path: ['gapsDueOn'] })) }),
      };
    if (read.data >= dayOf(this.times.now())) return { gapsDueOn: read.data, errors: null };
    return { gapsDueOn: undefined, errors: errorsOf({ gapsDueOn: { text: 'Enter a day that is still to come' } }) };
  }
}

/** Somebody else imports, or has been quicker: the sentence says what to do. */
const isOthersDoing = (error: unknown): error is Error =>
  error instanceof ImportUnderWay || error instanceof ImportOvertaken || error instanceof ImportRefused;
