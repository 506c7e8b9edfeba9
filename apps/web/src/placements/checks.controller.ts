import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToCheck } from '#commands';
import type { Id, Meta } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { SignedIn } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { field, formErrors } from '../shell/forms.js';
import { aName, anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { checkForm, checkPage, checksPage, recordCheck } from './checks.page.js';
import { GatherPlacement } from './gather.js';

type OfSchool = NonNullable<SignedIn['here']>;

/** The checklist before admission: what the school has looked at for itself at the placement's site. */
@Controller()
export class ChecksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get(paths.placements.checks)
  @Allowed('see-placements')
  async list(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    res.render('placements/checks', { page: checksPage(await this.facts(school.schoolId, placementId), notice) });
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

  @Post(paths.placements.check)
  @Allowed('record-checks')
  async record(
    @Here() { school }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('row', aName) rowId: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const facts = await this.row(school.schoolId, placementId, rowId);
    const form = checkForm.safeParse({
      outcome: field(body, 'outcome'),
      on: dayParts(body, 'on'),
      evidence: field(body, 'evidence'),
    });
    if (!form.success) {
      return res.status(400).render('shell/form', { page: checkPage(facts, body, formErrors(form.error)) });
    }
    const command = recordCheck(facts, form.data, meta.actor.id);
    const { position } = await this.commands.execute(new ToCheck(command.data.checkId, command, meta));
    const address = { schoolId: school.schoolId, placementId };
    return this.saved.redirect(res, urlOf(paths.placements.checks, address), 'checked', position);
  }

  private async facts(schoolId: Id, placementId: Id) {
    const { site, ...facts } = await this.placements.gather(schoolId, placementId);
    if (!site) throw new NotFoundException();
    return { ...facts, site };
  }

  /** A row of the edition's list; recorded again, it is still the same round. */
  private async row(schoolId: Id, placementId: Id, rowId: string) {
    const { placement, site, edition, checks } = await this.facts(schoolId, placementId);
    const row = edition.checks.find(({ id }) => id === rowId);
    if (!row) throw new NotFoundException();
    return { placement, site, row, round: checks.get(rowId)?.round ?? 1, today: dayOf(this.times.now()) };
  }
}
