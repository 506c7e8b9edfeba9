import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToTrust } from '#commands';
import { theTrust } from '#domain';
import type { Meta } from '#event-sourcing';
import { PeopleById, PersonByEmail, TheTrust } from '#read-models';
import { Times } from '../shell/as-at.js';
import { Asker, ForOperators } from '../shell/asker.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { paths } from '../shell/paths.js';
import { dayOf } from '../shell/words.js';
import { trustForm, trustPage, unknownOwner, type TrustFacts } from './trust.page.js';

/** What the trust is called, and who owns its procedure: for whoever looks after the installation. */
@Controller(paths.operators.trust)
export class TrustController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
    private readonly forms: FormAnswers,
  ) {}

  @Get()
  @ForOperators()
  async ask(@Res() res: Response) {
    this.forms.ask(res, trustPage(await this.facts()));
  }

  @Post()
  @ForOperators()
  async change(@Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const facts = await this.facts();
    const work = async () => {
      const { name, owner } = read(trustForm, { name: field(body, 'name'), owner: field(body, 'owner') });
      const today = dayOf(this.times.now());
      const found = await this.queries.execute(new PersonByEmail({ email: owner }));
      if (!found || (found.leftOn !== undefined && found.leftOn < today)) return notTaken(unknownOwner);
      const owned = { type: 'NameProcedureOwner', data: { personId: found.personId, from: today } } as const;
      const named = { type: 'NameTrust', data: { name } } as const;
      const { position } = await this.commands.execute(new ToTrust(theTrust, named, meta, [owned]));
      return { to: paths.operators.list, done: 'trustChanged', position } as const;
    };
    return this.forms.take(res, (errors) => trustPage(facts, body, errors), work);
  }

  private async facts(): Promise<TrustFacts> {
    const trust = await this.queries.execute(new TheTrust({}));
    const personIds = (trust?.owners ?? []).map(({ personId }) => personId);
    const people = byKey(await this.queries.execute(new PeopleById({ personIds })), ({ personId }) => personId);
    return { trust, people };
  }
}
