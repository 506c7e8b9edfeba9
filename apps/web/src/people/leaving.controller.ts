import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Accounts } from '#accounts';
import { ToPerson, ToSchool } from '#commands';
import type { PersonCommand } from '#domain';
import type { Day, Id, Meta, Position } from '#event-sourcing';
import { Operators } from '../operators/operators.js';
import { Allowed, Asker, Here, Reader } from '../shell/asker.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, notTaken, read, type Taken } from '../shell/form-answers.js';
import type { FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { awayForm, awayPage, leaveForm, leavePage, onlyOperator } from './forms.page.js';
import { GatherPeople, seen, type PersonHere } from './gather.js';
import { endRole } from './roles.js';

/** When somebody is not there: for some days, or from a last day on for good. */
@Controller()
export class LeavingController {
  constructor(
    private readonly accounts: Accounts,
    private readonly commands: CommandBus,
    private readonly people: GatherPeople,
    private readonly operators: Operators,
    private readonly forms: FormAnswers,
  ) {}

  @Get(paths.people.away)
  @Allowed('manage-people')
  async askAway(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, awayPage(await this.people.person(reader, school, personId)));
  }

  @Post(paths.people.away)
  @Allowed('manage-people')
  async noteAway(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.people.person(reader, school, personId);
    const again = (errors: FormErrors) => awayPage(here, body, errors);
    return this.forms.take(res, again, async () => {
      const days = read(awayForm, { from: dayParts(body, 'from'), to: dayParts(body, 'to') });
      const position = await this.toPerson(personId, { type: 'NoteAway', data: { personId, ...days } }, meta);
      return seen(here, 'awayNoted', position);
    });
  }

  @Get(paths.people.leave)
  @Allowed('manage-people')
  async askLastDay(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Res() res: Response,
  ) {
    this.forms.ask(res, leavePage(await this.people.person(reader, school, personId)));
  }

  /** Their roles here end with the day; they themselves are gone only where no other school counts on them. */
  @Post(paths.people.leave)
  @Allowed('manage-people')
  async leave(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.people.person(reader, school, personId);
    const again = (errors: FormErrors) => leavePage(here, body, errors);
    return this.forms.take(res, again, async () => {
      const { on } = read(leaveForm, { on: dayParts(body, 'on') });
      if (!here.person.operator || here.elsewhere) return this.leaves(here, on, meta);
      const left = await this.operators.without(personId, () => this.leaves(here, on, meta));
      return left ?? notTaken(onlyOperator, 422);
    });
  }

  private async leaves(here: PersonHere, on: Day, meta: Meta): Promise<Taken> {
    const { personId } = here.person;
    const { schoolId } = here.school;
    let last: Position | null = null;
    for (const held of here.roles) {
      if (held.from > on || (held.until !== undefined && held.until <= on)) continue;
      last = (await this.commands.execute(new ToSchool(schoolId, endRole(schoolId, held, on), meta))).position;
    }
    if (here.elsewhere || !here.inCharge) return seen(here, 'rolesEnded', last);
    last = await this.toPerson(personId, { type: 'LeavePerson', data: { personId, on } }, meta);
    if (on < here.today) await this.accounts.endAllOf(personId);
    return seen(here, 'leaves', last);
  }

  private async toPerson(personId: Id, command: PersonCommand, meta: Meta): Promise<Position> {
    return (await this.commands.execute(new ToPerson(personId, command, meta))).position;
  }
}
