import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import type { PlacementCommand } from '#domain';
import type { Id, Meta } from '#event-sourcing';
import { AdultsById, AdultsOfSite } from '#read-models';
import { aboutOf } from '../placements/evidence-form.js';
import { GatherPlacement } from '../placements/gather.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, read, type Taken } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved, type Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import {
  briefingPage,
  canBeSent,
  onPaperForm,
  onPaperPage,
  onPaperSent,
  readBriefing,
  sendForm,
  sendPage,
  sendSent,
  write,
  writePage,
  type BriefingHere,
} from './briefing.page.js';

/** What a provider must know of the pupil of a placement: written, sent, and acknowledged by somebody at the site. */
@Controller()
export class BriefingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly placements: GatherPlacement,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  // Procedure: X7
  @Get(paths.briefings.show)
  @Allowed('see-briefings')
  async show(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const here = await this.here(of, placementId);
    const reader = {
      mayWrite: mayDo(of.roles, 'agree-placements'),
      mayEnterProviders: mayDo(of.roles, 'enter-providers'),
    };
    res.render('briefings/briefing', { page: briefingPage(here, reader, notice) });
  }

  @Get(paths.briefings.write)
  @Allowed('agree-placements')
  async askWhat(@Here() of: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, writePage(await this.here(of, placementId)));
  }

  @Post(paths.briefings.write)
  @Allowed('agree-placements')
  async write(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.here(of, placementId);
    const again = (errors: FormErrors) => writePage(here, { body, errors });
    return this.forms.take(res, again, () => this.give(here, write(here, readBriefing(body)), meta, 'briefingWritten'));
  }

  @Get(paths.briefings.send)
  @Allowed('agree-placements')
  async askWhom(@Here() of: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, sendPage(await this.written(of, placementId)));
  }

  @Post(paths.briefings.send)
  @Allowed('agree-placements')
  async send(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.written(of, placementId);
    const again = (errors: FormErrors) => sendPage(here, { body, errors });
    return this.forms.take(res, again, () => {
      const form = read(sendForm(here), sendSent(body));
      const { siteId } = here.placement;
      const data = { ...aboutOf(here.placement), siteId, ...form, personId: meta.actor.id, on: here.today };
      return this.give(here, { type: 'SendBriefing', data }, meta, 'briefingSent');
    });
  }

  @Get(paths.briefings.onPaper)
  @Allowed('agree-placements')
  async askWho(@Here() of: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    this.forms.ask(res, onPaperPage(await this.written(of, placementId)));
  }

  @Post(paths.briefings.onPaper)
  @Allowed('agree-placements')
  async recordOnPaper(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.written(of, placementId);
    const again = (errors: FormErrors) => onPaperPage(here, { body, errors });
    return this.forms.take(res, again, () => {
      const form = read(onPaperForm(here), onPaperSent(body));
      const data = { ...aboutOf(here.placement), ...form, channel: 'paper' } as const;
      return this.give(here, { type: 'AcknowledgeBriefing', data }, meta, 'briefingOnPaper');
    });
  }

  private async here({ school: { schoolId } }: OfSchool, placementId: Id): Promise<BriefingHere> {
    const facts = await this.placements.gather(schoolId, placementId);
    const today = dayOf(this.times.now());
    const { siteId } = facts.placement;
    const all = await this.queries.execute(new AdultsOfSite({ siteId }));
    const { sent = [], acknowledgedBy } = facts.briefing.row ?? {};
    // Somebody may work at another site since.
    const named = [...sent.map(({ recipientId }) => recipientId), ...(acknowledgedBy ? [acknowledgedBy] : [])];
    const others = await this.queries.execute(new AdultsById({ adultIds: [...new Set(named)] }));
    return {
      ...facts,
      there: all.filter((adult) => canBeSent(adult, today)),
      adults: byKey([...others, ...all], ({ adultId }) => adultId),
      today,
    };
  }

  /** @throws {NotFoundException} where nothing is written yet that could be sent, or the placement has ended. */
  private async written(of: OfSchool, placementId: Id): Promise<BriefingHere> {
    const here = await this.here(of, placementId);
    if (here.briefing.version === null || here.placement.stage === 'ended') throw new NotFoundException();
    return here;
  }

  private async give(here: BriefingHere, command: PlacementCommand, meta: Meta, done: Done): Promise<Taken> {
    const { placementId } = here.placement;
    const { position, events } = await this.commands.execute(new ToPlacement(placementId, command, meta));
    const to = urlOf(paths.briefings.show, here.placement);
    return { to, done: events.length === 0 ? 'unchanged' : done, position };
  }
}
