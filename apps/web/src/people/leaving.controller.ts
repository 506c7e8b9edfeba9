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
import { field, type FormErrors } from '../shell/forms.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { awayForm, awayPage } from './forms.page.js';
import { vacanciesInWords } from './vacancy-words.js';
import type { Vacancy } from './vacancies.js';
import { GatherVacancies } from './gather-vacancies.js';
import { GatherPeople, seen, type PersonHere } from './gather.js';
import { leaveForm, leavePage, leftOpen, onlyOperator } from './leaving.page.js';
import { endRole } from './roles.js';
import { assertMayFollow, Successors, type Succession } from './successors.js';
import { chosen } from './successors.page.js';

/** Somebody's last day, who follows in what, and why in some of it nobody does yet. */
type Leaving = {
  readonly on: Day;
  readonly passed: readonly Succession[];
  readonly open: readonly Vacancy[];
  readonly because: string;
};

/** What is left open, by what lies open of it. */
const openly = (open: readonly Vacancy[]) => ({
  roles: open.flatMap((vacancy) => (vacancy.kind === 'role' ? [vacancy.role] : [])),
  placements: open.flatMap((vacancy) => (vacancy.kind === 'placement' ? [vacancy.named.placementId] : [])),
  actions: open.flatMap((vacancy) => (vacancy.kind === 'action' ? [vacancy.action.actionId] : [])),
});

/** When somebody is not there: for some days, or from a last day on for good. */
@Controller()
export class LeavingController {
  constructor(
    private readonly accounts: Accounts,
    private readonly commands: CommandBus,
    private readonly people: GatherPeople,
    private readonly vacancies: GatherVacancies,
    private readonly successors: Successors,
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
    const here = await this.people.person(reader, school, personId);
    this.forms.ask(res, leavePage(here, await this.without(here, here.person.leftOn ?? here.today)));
  }

  /**
   * Their roles here end with the day; they themselves are gone only where no other school counts on them. Whoever goes
   * can't be kept: what would be nobody's is passed on, or it is said why it is left so.
   */
  // Procedure: S2.4, S13.13, S13.15
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
    const asked = leaveForm.shape.on.safeParse(dayParts(body, 'on'));
    const found = await this.without(here, asked.success ? asked.data : here.today);
    const again = (errors: FormErrors) => leavePage(here, found, body, errors);
    return this.forms.take(res, again, async () => {
      const { on, because } = read(leaveForm, { on: dayParts(body, 'on'), because: field(body, 'because') });
      const passed = chosen(body, found);
      assertMayFollow(passed, ({ key }) => key);
      const open = found.vacancies.filter((vacancy) => !passed.some((each) => each.vacancy === vacancy));
      if (open.length > 0 && because === '') return notTaken(leftOpen(vacanciesInWords(open)));
      const leaving = { on, passed, open, because };
      if (!here.person.operator || here.elsewhere) return this.leaves(here, leaving, meta);
      const left = await this.operators.without(personId, () => this.leaves(here, leaving, meta));
      return left ?? notTaken(onlyOperator, 422);
    });
  }

  /** What would be nobody's after a last day. */
  private without({ school, person, today }: PersonHere, lastDay: Day) {
    return this.vacancies.ofPerson(school, person.personId, today, lastDay);
  }

  private async leaves(here: PersonHere, { on, passed, open, because }: Leaving, meta: Meta): Promise<Taken> {
    const { personId } = here.person;
    const { schoolId } = here.school;
    let last = await this.successors.name(schoolId, passed, here.today, meta);
    if (open.length > 0) {
      const data = { personId, schoolId, on, ...openly(open), because };
      last = await this.toPerson(personId, { type: 'LeaveOpen', data }, meta);
    }
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
