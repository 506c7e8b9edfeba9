import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Accounts, AddressTaken } from '#accounts';
import { ToPerson } from '#commands';
import type { Id, Meta } from '#event-sourcing';
import { PersonByEmail } from '#read-models';
import { Allowed, Asker, Here, Reader } from '../shell/asker.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { addressTaken, detailsForm, detailsPage } from './forms.page.js';
import { GatherPeople, seen } from './gather.js';
import { detailsSent } from './sent.js';

/** The name of a person, and the address with which they sign in. */
@Controller()
export class PersonDetailsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly people: GatherPeople,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.people.details)
  @Allowed('manage-people')
  async ask(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, detailsPage(await this.people.inCharge(reader, school, personId)));
  }

  @Post(paths.people.details)
  @Allowed('manage-people')
  async change(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.people.inCharge(reader, school, personId);
    const again = (errors: FormErrors) => detailsPage(here, body, errors);
    return this.forms.take(res, again, async () => {
      const details = read(detailsForm, detailsSent(body));
      const known = await this.queries.execute(new PersonByEmail({ email: details.email }));
      const gone = known?.leftOn !== undefined && known.leftOn < here.today;
      if (known && known.personId !== personId && !gone) notTaken(addressTaken);
      // The address of somebody who has left may be another's now.
      if (known && known.personId !== personId) await this.accounts.forget(known.personId);
      // First, because it can be refused. Sent again, the form completes what a crash left between the two.
      if (details.email !== here.person.email) await this.moveAccount(personId, details.email);
      const data = { personId, ...details };
      const { position } = await this.commands.execute(
        new ToPerson(personId, { type: 'ChangePersonDetails', data }, meta),
      );
      return seen(here, 'detailsChanged', position);
    });
  }

  private async moveAccount(personId: Id, email: string): Promise<void> {
    try {
      await this.accounts.changeAddress(personId, email);
    } catch (error) {
      if (error instanceof AddressTaken) notTaken(addressTaken);
      throw error;
    }
  }
}
