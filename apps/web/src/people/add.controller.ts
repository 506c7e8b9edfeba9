import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Accounts } from '#accounts';
import { ToPerson, ToSchool } from '#commands';
import { newId, type Meta } from '#event-sourcing';
import { PersonByEmail } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { WebOptions } from '../shell/web-options.js';
import { ComingBack, returned } from './coming-back.js';
import { addForm, addPage, whoIsIt } from './forms.page.js';
import { GatherPeople } from './gather.js';
import { giveRole } from './roles.js';
import { detailsSent, givenSent } from './sent.js';
import { SignInLetters } from './sign-in-letters.js';

/** Somebody comes to a school, with a first role there. */
@Controller()
export class AddPersonController {
  constructor(
    private readonly accounts: Accounts,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly people: GatherPeople,
    private readonly comingBack: ComingBack,
    private readonly letters: SignInLetters,
    private readonly forms: FormAnswers,
    private readonly options: WebOptions,
  ) {}

  @Get(paths.people.add)
  @Allowed('manage-people')
  ask(@Here() { school }: OfSchool, @Res() res: Response) {
    this.forms.ask(res, addPage(school, this.people.today()));
  }

  /** Somebody who is known by the address gets the role; their details stay as they are. */
  @Post(paths.people.add)
  @Allowed('manage-people')
  async add(@Here() { school }: OfSchool, @Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const { schoolId } = school;
    const today = this.people.today();
    const again = (errors: FormErrors) => addPage(school, today, body, errors);
    return this.forms.take(res, again, async () => {
      const { name, email, returning, ...given } = read(addForm, {
        ...detailsSent(body),
        ...givenSent(body),
        returning: field(body, 'returning'),
      });
      const found = await this.queries.execute(new PersonByEmail({ email }));
      const leaver = found?.leftOn !== undefined && found.leftOn < today ? found : null;
      if (leaver && returning === '') notTaken(whoIsIt(leaver));
      // The address is somebody else's now: whoever had it before does not sign in with it any more.
      if (leaver && returning === 'no') await this.accounts.forget(leaver.personId);
      const known = leaver && returning === 'no' ? null : found;
      const made = known && (await this.comingBack.makeRoom(known, given, today, meta));
      const personId = known?.personId ?? newId();
      const data = { personId, name, email };
      if (!known) await this.commands.execute(new ToPerson(personId, { type: 'AddPerson', data }, meta));
      const role = await this.commands.execute(new ToSchool(schoolId, giveRole(schoolId, personId, given), meta));
      const comes = !known || made === 'returns';
      const { mailLeaves } = this.options;
      const invited = comes && mailLeaves ? await this.letters.send(personId, 'invitation', meta) : null;
      return {
        to: urlOf(paths.people.show, { schoolId, personId }),
        done:
          made === 'returns'
            ? returned(mailLeaves)
            : known
              ? 'personFound'
              : mailLeaves
                ? 'personInvited'
                : 'personAdded',
        position: invited ?? role.position,
      };
    });
  }
}
