import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { RateLimits } from '#accounts';
import { ToPlacement } from '#commands';
import { barredFromSigning, no, signatoryOf } from '#domain';
import type { Id, Meta } from '#event-sourcing';
import { ProviderLinks, type SigningLink } from '#letters';
import { ContactsById, KeyAdultsById, PlacementById } from '#read-models';
import { GatherPlacement } from '../placements/gather.js';
import type { PlacementFacts } from '../placements/placement.page.js';
import { formId } from '../placements/signed-form.js';
import { notALinkPage, tooManyPage } from '../provider-link/expired.page.js';
import { Times } from '../shell/as-at.js';
import { Open } from '../shell/asker.js';
import { contextOf } from '../shell/context.js';
import { FormAnswers, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { placeOf } from '../shell/place.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { formFor, isSignedOtherwise, letterOf, signCommand, signedBefore } from './signer.js';
import {
  agreementLinkPage,
  mayNotSignPage,
  nothingToSignPage,
  signedPage,
  signForm,
  signingRunOutPage,
  signSent,
  takenBackPage,
  type LinkedAgreement,
  type SignedByLink,
  type Signer,
} from './signing-link.page.js';

const template = 'signing/link';

/**
 * The page behind a link to what is to be signed. Opening it shows, and only a POST signs. It is for one contact or key
 * adult of a pupil and one placement, as long as they may sign; whoever has signed sees by it what they signed, and when.
 */
@Controller()
export class SigningLinkController {
  constructor(
    private readonly limits: RateLimits,
    private readonly links: ProviderLinks,
    private readonly placements: GatherPlacement,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.provider.agreement)
  @Open()
  async show(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() req: Request,
    @Res() res: Response,
  ) {
    const notice = await this.saved.notice(query);
    const linked = await this.open(token, req, res);
    if (!linked) return;
    res.render(template, { page: 'token' in linked ? agreementLinkPage(linked) : signedPage(linked, notice) });
  }

  // Procedure: S16.5, S16.10, S16.11, S16.12
  @Post(paths.provider.agreement)
  @Open()
  async sign(@Param('token') token: string, @Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const linked = await this.open(token, req, res);
    if (!linked) return undefined;
    const to = urlOf(paths.provider.agreement, { token });
    // Sent again, it says when it was signed.
    if (!('token' in linked)) return this.saved.redirect(res, to, 'unchanged', null);
    const again = (errors: FormErrors) => agreementLinkPage(linked, { body, errors });
    const work = async () => {
      const { signedBy } = read(signForm(linked), signSent(body));
      const { facts, form, signer } = linked;
      if (field(body, 'version') !== formId(form)) no('arrangements-changed');
      const command = signCommand(linked, signedBy);
      const { position } = await this.commands.execute(
        new ToPlacement(facts.placement.placementId, command, byLink(signer.id, res)),
      );
      return { to, done: 'agreementSigned', position } as const;
    };
    return this.forms.take(res, again, work, template);
  }

  /** What the token opens for somebody who may sign, or has signed by it; else the answer has been given. */
  private async open(token: string, req: Request, res: Response): Promise<LinkedAgreement | SignedByLink | null> {
    res.set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' });
    const seconds = await this.limits.secondsToWait('provider-link', `${placeOf(req)} ${token}`);
    if (seconds !== null) {
      res.status(429).set('Retry-After', String(seconds)).render('provider-link/expired', { page: tooManyPage() });
      return null;
    }
    const opened = this.links.readSigning(token, this.times.now());
    const asked = opened && (await this.asked(opened.link));
    if (!opened || !asked) return stopAt(res, 404, notALinkPage());
    const { facts, letter } = asked;
    if (letter.takenBackSince) return stopAt(res, 410, takenBackPage(facts.school));
    if (opened.state === 'run-out') return stopAt(res, 410, signingRunOutPage(facts.school));
    // Whoever may not sign any more, or must not learn where the pupil is, is shown nothing of what they once signed either.
    if (!(await this.maySign(facts, letter.signer))) return stopAt(res, 410, mayNotSignPage(facts.school));
    const signed = signedBefore(facts, letter);
    if (signed) return signed;
    const today = dayOf(this.times.now());
    const form = formFor(facts, letter.signer, today);
    const hasEnded = facts.placement.stage === 'ended';
    if (isSignedOtherwise(facts, letter.signer) || hasEnded || form === null) {
      return stopAt(res, 410, nothingToSignPage(hasEnded, facts.school));
    }
    return { token, today, signer: letter.signer, asking: opened.link.asking, facts, form };
  }

  /** The placement about whose agreement somebody was asked by this letter; null where they never were. */
  private async asked(link: SigningLink) {
    const placement = await this.queries.execute(new PlacementById({ placementId: link.placementId }));
    if (!placement) return null;
    const facts = await this.placements.gather(placement.schoolId, link.placementId);
    const letter = letterOf(facts, link);
    return letter && { facts, letter };
  }

  /** As it is known now, whoever may have been asked. */
  private async maySign({ placement: { subjectId } }: PlacementFacts, { id, as }: Signer): Promise<boolean> {
    if (as === 'parent') {
      const [contact] = await this.queries.execute(new ContactsById({ contactIds: [id] }));
      return contact?.subjectId === subjectId && barredFromSigning(contact) === null;
    }
    const [keyAdult] = await this.queries.execute(new KeyAdultsById({ keyAdultIds: [id] }));
    return keyAdult?.subjectId === subjectId && signatoryOf(keyAdult) === as;
  }
}

function stopAt(res: Response, status: number, page: object): null {
  res.status(status).render('provider-link/expired', { page });
  return null;
}

/** What the events say of a signature by a link: to whom it was sent, who is nobody of the school's. */
const byLink = (id: Id, res: Response): Meta => ({
  actor: { kind: 'outside', id, roles: [] },
  correlationId: contextOf(res).correlationId,
  via: 'link',
});
