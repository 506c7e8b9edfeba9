import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { RateLimits } from '#accounts';
import { ToPlacement } from '#commands';
import { barredFromSigning, no } from '#domain';
import type { Id, Meta } from '#event-sourcing';
import { ProviderLinks, type SigningLink } from '#letters';
import { ContactsById, PlacementById } from '#read-models';
import { aboutOf } from '../placements/evidence-form.js';
import { GatherPlacement } from '../placements/gather.js';
import type { PlacementFacts } from '../placements/placement.page.js';
import { arrangedIn, formId, signedForm } from '../placements/signed-form.js';
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
} from './signing-link.page.js';

const template = 'signing/link';

/**
 * The page behind a link to what is to be signed. Opening it shows, and only a POST signs. It is for one contact of a pupil and
 * one placement, as long as that contact may sign; whoever has signed sees by it what they signed, and when.
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
    res.render(template, { page: 'form' in linked ? agreementLinkPage(linked) : signedPage(linked.signed, notice) });
  }

  // Procedure: S16.5
  @Post(paths.provider.agreement)
  @Open()
  async sign(@Param('token') token: string, @Body() body: unknown, @Req() req: Request, @Res() res: Response) {
    const linked = await this.open(token, req, res);
    if (!linked) return undefined;
    const to = urlOf(paths.provider.agreement, { token });
    // Sent again, it says when it was signed.
    if (!('form' in linked)) return this.saved.redirect(res, to, 'unchanged', null);
    const again = (errors: FormErrors) => agreementLinkPage(linked, { body, errors });
    const work = async () => {
      const { signedBy } = read(signForm(linked), signSent(body));
      const { facts, form, contact, asking, today } = linked;
      if (field(body, 'version') !== formId(form)) no('arrangements-changed');
      const signing = { contactId: contact.contactId, asking, agreedOn: today, signedBy, signed: form };
      const data = { ...aboutOf(facts.placement), ...signing, arranged: arrangedIn(facts, today) };
      const { position } = await this.commands.execute(
        new ToPlacement(facts.placement.placementId, { type: 'SignAgreement', data }, byLink(contact.contactId, res)),
      );
      return { to, done: 'agreementSigned', position } as const;
    };
    return this.forms.take(res, again, work, template);
  }

  /** What the token opens for somebody who may sign, or has signed by it; else the answer has been given. */
  private async open(
    token: string,
    req: Request,
    res: Response,
  ): Promise<LinkedAgreement | { readonly signed: PlacementFacts } | null> {
    res.set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' });
    const seconds = await this.limits.secondsToWait('provider-link', `${placeOf(req)} ${token}`);
    if (seconds !== null) {
      res.status(429).set('Retry-After', String(seconds)).render('provider-link/expired', { page: tooManyPage() });
      return null;
    }
    const opened = this.links.readSigning(token, this.times.now());
    const asked = opened && (await this.asked(opened.link));
    if (!opened || !asked) return stopAt(res, 404, notALinkPage());
    if (asked.takenBackSince) return stopAt(res, 410, takenBackPage(asked.facts.school));
    return this.linked(token, opened.link, opened.state === 'run-out', asked.facts, res);
  }

  /** The placement about whose agreement this contact was asked; null where they never were. */
  private async asked({ placementId, recipientId, asking }: SigningLink) {
    const placement = await this.queries.execute(new PlacementById({ placementId }));
    if (!placement) return null;
    const facts = await this.placements.gather(placement.schoolId, placementId);
    const asked = facts.signing.row?.asked ?? [];
    const letter = asked.find((each) => each.contactId === recipientId && each.asking === asking);
    return letter ? { facts, takenBackSince: letter.takenBackSince } : null;
  }

  private async linked(
    token: string,
    { recipientId, asking }: SigningLink,
    hasRunOut: boolean,
    facts: PlacementFacts,
    res: Response,
  ): Promise<LinkedAgreement | { readonly signed: PlacementFacts } | null> {
    const { placement, school, signing } = facts;
    const today = dayOf(this.times.now());
    if (hasRunOut) return stopAt(res, 410, signingRunOutPage(school));
    const [contact] = await this.queries.execute(new ContactsById({ contactIds: [recipientId] }));
    // Whoever may not sign any more, or must not learn where the pupil is, is shown nothing of what they once signed either.
    if (!contact || contact.subjectId !== placement.subjectId || barredFromSigning(contact)) {
      return stopAt(res, 410, mayNotSignPage(school));
    }
    const { agreed } = signing.row ?? {};
    if (agreed?.channel === 'link' && agreed.contactId === recipientId) return { signed: facts };
    const hasEnded = placement.stage === 'ended';
    const form = signedForm(facts, today);
    if (agreed || hasEnded || form === null) return stopAt(res, 410, nothingToSignPage(hasEnded, school));
    return { token, today, contact, asking, facts, form };
  }
}

function stopAt(res: Response, status: number, page: object): null {
  res.status(status).render('provider-link/expired', { page });
  return null;
}

/** What the events say of a signature by a link: the contact to whom it was sent, who is nobody of the school's. */
const byLink = (contactId: Id, res: Response): Meta => ({
  actor: { kind: 'outside', id: contactId, roles: [] },
  correlationId: contextOf(res).correlationId,
  via: 'link',
});
