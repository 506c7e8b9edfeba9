import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToSchool } from '#commands';
import type { SchoolCommand } from '#domain';
import type { Id, Meta } from '#event-sourcing';
import { Allowed, Asker, Here, Reader } from '../shell/asker.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { dayParts } from '../shell/fields.js';
import { FormAnswers, read, type Taken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { aName, anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { WebOptions } from '../shell/web-options.js';
import { endForm, endPage, fillForm, fillPage, giveForm, givePage, roleNamed } from './forms.page.js';
import { ComingBack, returned } from './coming-back.js';
import { GatherPeople, seen, type GivenRole, type PersonHere } from './gather.js';
import { endRole, giveRole, heldBy, roleOr404 } from './roles.js';
import { givenSent } from './sent.js';
import { SignInLetters } from './sign-in-letters.js';

/** Roles are given, from the person's page or from that of a role that nobody fills, and ended. */
@Controller()
export class RolesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly people: GatherPeople,
    private readonly comingBack: ComingBack,
    private readonly letters: SignInLetters,
    private readonly forms: FormAnswers,
    private readonly options: WebOptions,
  ) {}

  @Get(paths.people.giveRole)
  @Allowed('manage-people')
  async askRole(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Query('role') chosen: unknown,
    @Res() res: Response,
  ) {
    this.forms.ask(res, givePage(await this.people.person(reader, school, personId), roleNamed(chosen)));
  }

  @Post(paths.people.giveRole)
  @Allowed('manage-people')
  async giveRole(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.people.person(reader, school, personId);
    const again = (errors: FormErrors) => givePage(here, '', body, errors);
    return this.forms.take(res, again, () => this.give(here, read(giveForm, givenSent(body)), meta));
  }

  @Get(paths.people.fillRole)
  @Allowed('manage-people')
  async askWho(@Here() { school }: OfSchool, @Param('role', aName) named: string, @Res() res: Response) {
    const people = await this.people.ofSchool(school);
    this.forms.ask(res, fillPage(school, roleOr404(named), people, this.people.today()));
  }

  @Post(paths.people.fillRole)
  @Allowed('manage-people')
  async fillRole(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('role', aName) named: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const role = roleOr404(named);
    const again = async (errors: FormErrors) =>
      fillPage(school, role, await this.people.ofSchool(school), this.people.today(), body, errors);
    return this.forms.take(res, again, async () => {
      const sent = { ...givenSent(body), role, personId: field(body, 'personId') };
      const { personId, ...given } = read(fillForm, sent);
      const here = await this.people.person(reader, school, personId);
      return this.give(here, given, meta);
    });
  }

  @Get(paths.people.endRole)
  @Allowed('manage-people')
  async askEnd(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Param('role', aName) role: string,
    @Param('standing', aName) standing: string,
    @Res() res: Response,
  ) {
    const here = await this.people.person(reader, school, personId);
    this.forms.ask(res, endPage(here, heldBy(here, role, standing)));
  }

  @Post(paths.people.endRole)
  @Allowed('manage-people')
  async endRole(
    @Here() { school }: OfSchool,
    @Reader() reader: SignedIn,
    @Param('personId', anId) personId: Id,
    @Param('role', aName) role: string,
    @Param('standing', aName) standing: string,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const here = await this.people.person(reader, school, personId);
    const held = heldBy(here, role, standing);
    const again = (errors: FormErrors) => endPage(here, held, body, errors);
    return this.forms.take(res, again, () => {
      const { on } = read(endForm, { on: dayParts(body, 'on') });
      return this.send(here, endRole(school.schoolId, held, on), meta, 'roleEnded');
    });
  }

  private async give(here: PersonHere, given: Omit<GivenRole, 'personId'>, meta: Meta): Promise<Taken> {
    const { schoolId } = here.school;
    const { personId } = here.person;
    const made = await this.comingBack.makeRoom(here.person, given, here.today, meta);
    const taken = await this.send(
      here,
      giveRole(schoolId, personId, given),
      meta,
      made === 'stays' ? 'personStays' : 'roleGiven',
    );
    if (made !== 'returns') return taken;
    const { mailLeaves } = this.options;
    const invited = mailLeaves ? await this.letters.send(personId, 'invitation', meta) : null;
    return { ...taken, done: returned(mailLeaves), position: invited ?? taken.position };
  }

  private async send(here: PersonHere, command: SchoolCommand, meta: Meta, done: Done): Promise<Taken> {
    const { position } = await this.commands.execute(new ToSchool(here.school.schoolId, command, meta));
    return seen(here, done, position);
  }
}
