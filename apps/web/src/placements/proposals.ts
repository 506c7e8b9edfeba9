import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { id, newId, type Id } from '#event-sourcing';
import { Editions, type Edition } from '#procedure';
import { AllProviders, AllSites, PlacementsOfPupil, PupilById } from '#read-models';
import { Times } from '../shell/as-at.js';
import type { OfSchool } from '../shell/context.js';
import { NotTaken, notTaken, read } from '../shell/form-answers.js';
import { field, formErrors, type FormErrors } from '../shell/forms.js';
import { ofSchoolOrNotFound } from '../shell/found.js';
import { mayDo } from '../shell/permissions.js';
import { dayOf } from '../shell/words.js';
import {
  answersPage,
  propose,
  proposeForm,
  proposePage,
  proposeSent,
  rolesNeeded,
  type How,
  type ProposeFacts,
} from './propose.page.js';

const noEdition = 'No edition of the procedure is in force: ask whoever runs Waymark to put its file there';

/**
 * A placement is proposed, or one that has begun recorded, in two steps: the form, and the answers as they were understood.
 * Nothing is kept between them: the answers are sent along.
 */
@Injectable()
export class Proposals {
  static readonly template = 'placements/week-form';

  constructor(
    private readonly queries: QueryBus,
    private readonly editions: Editions,
    private readonly times: Times,
  ) {}

  async ask(res: Response, how: How, here: OfSchool, subjectId: Id): Promise<void> {
    res.render(Proposals.template, { page: proposePage(await this.facts(how, here, subjectId), newId()) });
  }

  /** The form comes back to be changed where that is asked for or something is wrong; else its answers, to be checked. */
  async check(res: Response, how: How, here: OfSchool, subjectId: Id, body: unknown): Promise<void> {
    const facts = await this.facts(how, here, subjectId);
    const form = proposeForm(facts).safeParse(proposeSent(body));
    const isChanging = field(body, 'change') !== '';
    const roles = rolesNeeded(facts);
    if (roles !== null && !isChanging) {
      const errors = { of: {}, summary: [{ text: roles }] };
      return res.status(422).render(Proposals.template, { page: this.again(facts, body, errors) });
    }
    if (form.success && !isChanging) {
      return res.status(200).render('placements/answers', { page: answersPage(facts, form.data, body) });
    }
    const errors = isChanging || form.success ? null : formErrors(form.error);
    return res.status(errors ? 400 : 200).render(Proposals.template, { page: this.again(facts, body, errors) });
  }

  again(facts: ProposeFacts, body: unknown, errors: FormErrors | null) {
    const sent = id.safeParse(field(body, 'form'));
    return proposePage(facts, sent.data ?? newId(), body, errors);
  }

  /** The command with which the placement is proposed. @throws {NotTaken} when what was sent can't be taken. */
  commandOf(facts: ProposeFacts, body: unknown) {
    const roles = rolesNeeded(facts);
    if (roles !== null) throw new NotTaken({ of: {}, summary: [{ text: roles }] }, 422);
    const form = read(proposeForm(facts), proposeSent(body));
    return propose(facts, form, this.editionOn(form.startOn, facts));
  }

  /** @throws {NotFoundException} when the school has no such pupil. */
  async facts(how: How, { school, roles }: OfSchool, subjectId: Id): Promise<ProposeFacts> {
    const pupil = ofSchoolOrNotFound(await this.queries.execute(new PupilById({ subjectId })), school);
    const today = dayOf(this.times.now());
    const [sites, providers, others] = await Promise.all([
      this.queries.execute(new AllSites({})),
      this.queries.execute(new AllProviders({})),
      this.queries.execute(new PlacementsOfPupil({ subjectId })),
    ]);
    const mayEnterProviders = mayDo(roles, 'enter-providers');
    const mayManagePeople = mayDo(roles, 'manage-people');
    return { how, pupil, school, sites, providers, others, today, mayEnterProviders, mayManagePeople };
  }

  /** A placement that is proposed is under the edition of today; one that has begun under the one when it did, if any. */
  private editionOn(startOn: string, { how, today }: ProposeFacts): Edition {
    const then = how === 'already' ? this.editions.inForceOn(startOn) : null;
    return then ?? this.editions.inForceOn(today) ?? notTaken({ siteId: { text: noEdition } });
  }
}
