import { Body, Controller, Get, GoneException, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPlacement } from '#commands';
import { Documents } from '#documents';
import { no, signatoryOf } from '#domain';
import { erased, type Id, type Meta } from '#event-sourcing';
import { aboutOf } from '../placements/evidence-form.js';
import { gateTasks } from '../placements/gate.js';
import { GatherPlacement } from '../placements/gather.js';
import { signedForm } from '../placements/signed-form.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { sendDocument } from '../shell/documents.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { askableOthers, askOtherForm, askOtherSent } from './others.js';
import { askable, askForm, askSent, canBeAsked, scansIn, signingPage, type SigningHere } from './signing.page.js';
import { withdrawalCommand, withdrawalPage, type WithdrawalAbout } from './withdrawal.page.js';

const template = 'signing/signing';

/** How the agreement about a placement comes to be signed by somebody without an account, asked by a link; and is taken back. */
@Controller()
export class SigningController {
  constructor(
    private readonly commands: CommandBus,
    private readonly placements: GatherPlacement,
    private readonly documents: Documents,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.signing.show)
  @Allowed('agree-placements')
  async show(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Query() query: Record<string, unknown>,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    res.render(template, { page: signingPage(await this.here(of, placementId), notice) });
  }

  // Procedure: S16.5
  @Post(paths.signing.show)
  @Allowed('agree-placements')
  async ask(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.here(of, placementId);
    const { form, placement } = here;
    if (form === null || !canBeAsked(here)) throw new NotFoundException();
    const work = async () => {
      // Whoever could be asked when the page was opened may have lost the authority since.
      if (askable(here).length === 0) no('contact-may-not-sign');
      const { contactId, asked } = read(askForm(here), askSent(body));
      const request = { contactId, asking: asked + 1, personId: meta.actor.id, on: dayOf(this.times.now()) };
      const data = { ...aboutOf(placement), ...request, version: form.version };
      const { position, events } = await this.commands.execute(
        new ToPlacement(placementId, { type: 'AskForSignature', data }, meta),
      );
      const done = events.length === 0 ? 'unchanged' : 'signatureAsked';
      return { to: urlOf(paths.signing.show, placement), done, position } as const;
    };
    return this.forms.take(res, (errors: FormErrors) => signingPage(here, null, { body, errors }), work, template);
  }

  // Procedure: S16.10, S16.11, S16.12
  @Post(paths.signing.others)
  @Allowed('agree-placements')
  async askOther(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.here(of, placementId);
    const work = async () => {
      // Whoever could be asked when the page was opened may play another part since.
      if (askableOthers(here).length === 0) no('key-adult-may-not-sign');
      const { keyAdultId, askedOthers } = read(askOtherForm(here), askOtherSent(body));
      const signatory = signatoryOf(here.signing.keyAdults.get(keyAdultId));
      if (signatory === null) return no('key-adult-may-not-sign');
      const request = { signatory, keyAdultId, asking: askedOthers + 1, personId: meta.actor.id };
      const data = { ...aboutOf(here.placement), ...request, on: dayOf(this.times.now()) };
      const { position, events } = await this.commands.execute(
        new ToPlacement(placementId, { type: 'AskSignatory', data }, meta),
      );
      const done = events.length === 0 ? 'unchanged' : 'signatureAsked';
      return { to: urlOf(paths.signing.show, here.placement), done, position } as const;
    };
    return this.forms.take(res, (errors: FormErrors) => signingPage(here, null, { body, errors }), work, template);
  }

  /** A scan of what was signed, to be saved. */
  @Get(paths.signing.document)
  @Allowed('agree-placements')
  async document(
    @Here() { school: { schoolId } }: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('documentId', anId) documentId: Id,
    @Res() res: Response,
  ) {
    const { row } = (await this.placements.gather(schoolId, placementId)).signing;
    const scan = scansIn(row).find(({ document }) => document.documentId === documentId);
    if (!scan) throw new NotFoundException();
    const bytes = await this.documents.read(scan.document);
    if (bytes === erased || scan.name === erased) throw new GoneException();
    sendDocument(res, bytes, scan.name, scan.document.mediaType);
  }

  @Get(paths.signing.withdraw)
  @Allowed('agree-placements')
  async askWithdrawal(@Here() of: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const here = await this.here(of, placementId);
    if (here.placement.agreedOn === undefined) throw new NotFoundException();
    this.forms.ask(res, withdrawalPage(here));
  }

  // Procedure: S16.5
  @Post(paths.signing.withdraw)
  @Allowed('agree-placements')
  async withdraw(
    @Here() of: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.here(of, placementId);
    const work = async () => {
      const command = withdrawalCommand(here, body, meta.actor.id);
      const { position, events } = await this.commands.execute(new ToPlacement(placementId, command, meta));
      const done = events.length === 0 ? 'unchanged' : 'agreementWithdrawn';
      return { to: urlOf(paths.placements.show, here.placement), done, position } as const;
    };
    return this.forms.take(res, (errors: FormErrors) => withdrawalPage(here, body, errors), work);
  }

  private async here({ school: { schoolId } }: OfSchool, placementId: Id): Promise<SigningHere & WithdrawalAbout> {
    const facts = await this.placements.gather(schoolId, placementId);
    const today = dayOf(this.times.now());
    return {
      ...facts,
      today,
      form: signedForm(facts, today),
      required: gateTasks(facts).map(({ evidence }) => evidence),
    };
  }
}
