import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToCheck } from '#commands';
import type { Id, Meta } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import { field, formErrors } from '../shell/forms.js';
import { aName, anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
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
    const facts = { ...(await this.facts(school.schoolId, placementId)), today: dayOf(this.times.now()) };
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
    const facts = { ...(await this.facts(school.schoolId, placementId)), today: dayOf(this.times.now()) };
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
    return { placement, site, row, round: roundOf({ checks }, rowId), today: dayOf(this.times.now()) };
  }
}

const roundOf = ({ checks }: Pick<ChecksFacts, 'checks'>, row: string): number => checks.get(row)?.round ?? 1;
