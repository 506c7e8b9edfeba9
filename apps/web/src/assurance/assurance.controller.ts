import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToAssurance } from '#commands';
import { assuranceIdOf, type AssuranceCommand } from '#domain';
import { id, newId, type Id, type Meta } from '#event-sourcing';
import type { AssuranceFound } from '#read-models';
import { ProviderDesk } from '../providers/desk.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read, readBoth, type Taken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved, type Done } from '../shell/saved.js';
import { readAnswers, type Asked } from './answer-form.js';
import { recordReply } from './answering.js';
import {
  acceptForm,
  acceptPage,
  askForm,
  askPage,
  askSent,
  assurancePage,
  chaseForm,
  chasePage,
  chaseSent,
  onPaperPage,
  receivedForm,
  roundOf,
  type AssuranceHere,
} from './assurance.page.js';
import { GatherAssurance } from './gather.js';

type Found = AssuranceHere & { readonly found: AssuranceFound };

/** What a provider is asked to confirm in writing about a site, for the school that asks: asked, chased, read, accepted. */
@Controller()
export class AssuranceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly assurances: GatherAssurance,
    private readonly desk: ProviderDesk,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.assurance.show)
  @Allowed('record-checks')
  async show(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const here = await this.here(of, providerId, siteId);
    res.render('assurance/assurance', { page: assurancePage(here, mayDo(of.roles, 'ask-for-assurance'), notice) });
  }

  @Get(paths.assurance.ask)
  @Allowed('ask-for-assurance')
  async askWhom(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, askPage(await this.here(of, providerId, siteId)));
  }

  @Post(paths.assurance.ask)
  @Allowed('ask-for-assurance')
  async ask(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.here(of, providerId, siteId);
    const { inForce } = here.facts;
    if (!inForce) throw new NotFoundException();
    const again = (errors: FormErrors) => askPage(here, { body, errors });
    return this.forms.take(res, again, async () => {
      const { round, ...form } = read(askForm(here), askSent(body, dayParts(body, 'replyBy')));
      const procedure = { id: inForce.id, edition: inForce.edition };
      const about = roundOf(here, assuranceIdOf(here.schoolId, siteId), round);
      const data = { ...about, ...form, personId: meta.actor.id, on: here.today, procedure };
      return this.give(here, { type: 'RequestAssurance', data }, meta, 'assuranceAsked');
    });
  }

  @Get(paths.assurance.chase)
  @Allowed('ask-for-assurance')
  async askWhomAgain(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, chasePage(await this.asked(of, providerId, siteId)));
  }

  @Post(paths.assurance.chase)
  @Allowed('ask-for-assurance')
  async chase(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.asked(of, providerId, siteId);
    const again = (errors: FormErrors) => chasePage(here, { body, errors });
    return this.forms.take(res, again, async () => {
      const form = read(chaseForm(here), chaseSent(body));
      const data = { ...this.roundOf(here), ...form, personId: meta.actor.id, on: here.today };
      return this.give(here, { type: 'ChaseAssurance', data }, meta, 'assuranceChased');
    });
  }

  @Get(paths.assurance.onPaper)
  @Allowed('ask-for-assurance')
  async askWhatCame(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    const here = await this.asked(of, providerId, siteId);
    res.render('assurance/on-paper', { page: onPaperPage(here, this.asking(here), newId()) });
  }

  @Post(paths.assurance.onPaper)
  @Allowed('ask-for-assurance')
  async recordWhatCame(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.asked(of, providerId, siteId);
    const asking = this.asking(here);
    const form = id.safeParse(field(body, 'form')).data ?? newId();
    const again = (errors: FormErrors) => onPaperPage(here, asking, form, { body, errors });
    const work = async (): Promise<Taken> => {
      const [{ receivedOn }, answered] = readBoth(
        () => read(receivedForm(here), { receivedOn: dayParts(body, 'receivedOn') }),
        () => readAnswers(asking, body),
      );
      const given = { on: receivedOn, channel: 'paper', byId: meta.actor.id, form } as const;
      const { assurance } = here.found;
      const { position } = await recordReply(this.commands, assurance, assurance.round, answered, given, meta);
      return { to: this.pageOf(here), done: 'assuranceRecorded', position };
    };
    return this.forms.take(res, again, work, 'assurance/on-paper');
  }

  @Get(paths.assurance.accept)
  @Allowed('ask-for-assurance')
  async askWhy(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, acceptPage(await this.asked(of, providerId, siteId)));
  }

  @Post(paths.assurance.accept)
  @Allowed('ask-for-assurance')
  async accept(
    @Here() of: OfSchool,
    @Param('providerId', anId) providerId: Id,
    @Param('siteId', anId) siteId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.asked(of, providerId, siteId);
    const again = (errors: FormErrors) => acceptPage(here, { body, errors });
    return this.forms.take(res, again, async () => {
      const { words } = read(acceptForm, { words: field(body, 'words') });
      const about = { ...this.roundOf(here), personId: meta.actor.id, on: here.today };
      const data = words === '' ? about : { ...about, words };
      return this.give(here, { type: 'AcceptAssurance', data }, meta, 'assuranceAccepted');
    });
  }

  private async here(of: OfSchool, providerId: Id, siteId: Id): Promise<AssuranceHere> {
    const here = await this.desk.site(of, providerId, siteId);
    const today = this.desk.today();
    const facts = await this.assurances.known(here.schoolId, siteId, today);
    return { ...here, school: of.school, facts, today };
  }

  /** @throws {NotFoundException} where it was never asked for. */
  private async asked(of: OfSchool, providerId: Id, siteId: Id): Promise<Found> {
    const here = await this.here(of, providerId, siteId);
    const { found } = here.facts;
    if (!found) throw new NotFoundException();
    return { ...here, found };
  }

  private asking({ school, facts, found, today }: Found): Asked {
    return { school, asked: facts.asked, found, adults: facts.there, today };
  }

  private roundOf({ found: { assurance }, ...here }: Found) {
    return roundOf(here, assurance.assuranceId, assurance.round);
  }

  private pageOf({ schoolId, provider: { providerId }, site: { siteId } }: AssuranceHere): string {
    return urlOf(paths.assurance.show, { schoolId, providerId, siteId });
  }

  private async give(here: AssuranceHere, command: AssuranceCommand, meta: Meta, done: Done): Promise<Taken> {
    const { assuranceId } = command.data;
    const { position, events } = await this.commands.execute(new ToAssurance(assuranceId, command, meta));
    return { to: this.pageOf(here), done: events.length === 0 ? 'unchanged' : done, position };
  }
}
