import { Body, Controller, Get, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToAttendance } from '#commands';
import {
  attendanceIdOf,
  session as aSessionOf,
  type AttendanceCommand,
  type PupilSession,
  type Session,
} from '#domain';
import { day as dayAsked, orElse, type Day, type Id, type Meta, type Position } from '#event-sourcing';
import { PupilsById, ReasonsOpen } from '#read-models';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { csvOf } from '../shell/csv.js';
import { FormAnswers, type Taken } from '../shell/form-answers.js';
import { several, type FormErrors } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { aDay, anId, aSession } from '../shell/parse.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { dayOf, sessionWords } from '../shell/words.js';
import { decideMark, decidePage, markAs, natureFor } from './decide.page.js';
import { registerEntries, type RegisterFacts } from './entries.js';
import { GatherRegister } from './gather.js';
import { doneThere } from './mark-words.js';
import { acceptable, registerPage, shownAs, toEnter, type OpenReasons, type RegisterReader } from './register.page.js';

const template = 'register/register';

/** What a school's register says of its pupils who are taught elsewhere: proposed, decided, and entered where the register is held. */
@Controller()
export class RegisterController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly register: GatherRegister,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.register.show)
  @Allowed('see-board')
  async show(@Here() here: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const saved = await this.saved.notice(query);
    const facts = await this.register.gather(here.school, this.dayIn(query), this.times.now());
    res.render(template, { page: registerPage(facts, readerOf(here), await this.openReasons(here), { saved }) });
  }

  /** Accepts what was proposed, as far as it is still proposed: what was not shown is not accepted. */
  @Post(paths.register.show)
  @Allowed('mark-register')
  accept(
    @Here() here: OfSchool,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    return this.together(here, query, res, (facts) => {
      const shown = several(body, 'marks');
      const by = { personId: meta.actor.id, now: facts.now };
      const commands = acceptable(registerEntries(facts))
        .filter(({ entry, code }) => shown.includes(shownAs(entry, code)))
        .map(({ entry, code }) => markAs(entry, { code, nature: natureFor(code, entry.situation.nature) }, by));
      return this.sendAll(commands, meta, facts, 'registerDecided');
    });
  }

  @Post(paths.register.entered)
  @Allowed('mark-register')
  enter(
    @Here() here: OfSchool,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    return this.together(here, query, res, (facts) => {
      const shown = several(body, 'marks');
      const entered = { enteredBy: meta.actor.id, enteredAt: facts.now };
      const commands = toEnter(registerEntries(facts))
        .filter(({ entry, code }) => shown.includes(shownAs(entry, code)))
        .map(({ entry: { about }, code }): AttendanceCommand => ({
          type: 'EnterMark',
          data: { ...about, code, ...entered },
        }));
      return this.sendAll(commands, meta, facts, 'registerEntered');
    });
  }

  @Get(paths.register.file)
  @Allowed('see-board')
  async file(@Here() { school }: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const half = aSessionOf.safeParse(query['session']).data;
    if (half === undefined) throw new NotFoundException();
    const facts = await this.register.gather(school, this.dayIn(query), this.times.now());
    const name = `register-${facts.on}-${half}.csv`;
    res.setHeader('Content-Type', 'text/csv; charset=utf-8');
    res.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    res.send(fileOf(facts, half));
  }

  @Get(paths.register.decide)
  @Allowed('mark-register')
  async ask(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('on', aDay) on: Day,
    @Param('session', aSession) session: Session,
    @Res() res: Response,
  ) {
    const { facts, entry } = await this.register.one(here.school, placementId, on, session, this.times.now());
    this.forms.ask(res, decidePage(entry, facts, readerOf(here)));
  }

  @Post(paths.register.decide)
  @Allowed('mark-register')
  async decide(
    @Here() here: OfSchool,
    @Param('placementId', anId) placementId: Id,
    @Param('on', aDay) on: Day,
    @Param('session', aSession) session: Session,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const now = this.times.now();
    const { facts, entry } = await this.register.one(here.school, placementId, on, session, now);
    const reader = readerOf(here);
    return this.forms.take(
      res,
      (errors) => decidePage(entry, facts, reader, body, errors),
      () => {
        const command = decideMark(entry, reader, body, { personId: meta.actor.id, now });
        return this.sendAll([command], meta, facts, 'registerDecided');
      },
    );
  }

  private async together(
    here: OfSchool,
    query: Record<string, unknown>,
    res: Response,
    work: (facts: RegisterFacts) => Promise<Taken>,
  ) {
    const facts = await this.register.gather(here.school, this.dayIn(query), this.times.now());
    const open = await this.openReasons(here);
    const again = (errors: FormErrors) => registerPage(facts, readerOf(here), open, { errors });
    return this.forms.take(res, again, () => work(facts), template);
  }

  private async sendAll(
    commands: readonly AttendanceCommand[],
    meta: Meta,
    { school, on }: RegisterFacts,
    done: 'registerDecided' | 'registerEntered',
  ): Promise<Taken> {
    let last: Position | null = null;
    for (const command of commands) {
      const about: PupilSession = command.data;
      const { position, events } = await this.commands.execute(new ToAttendance(attendanceIdOf(about), command, meta));
      if (events.length > 0 && (last === null || position > last)) last = position;
    }
    const to = urlOf(paths.register.show, school, { day: on });
    return { to, done: last === null ? 'unchanged' : done, position: last };
  }

  private async openReasons({ school: { schoolId } }: OfSchool): Promise<OpenReasons> {
    const marks = await this.queries.execute(new ReasonsOpen({ schoolId }));
    const subjectIds = [...new Set(marks.map(({ subjectId }) => subjectId))];
    const pupils = await this.queries.execute(new PupilsById({ subjectIds }));
    return { marks, pupils: byKey(pupils, ({ subjectId }) => subjectId) };
  }

  /** The day that was asked for; today where none was, or none that is a day. */
  private dayIn(query: Record<string, unknown>): Day {
    return dayAsked.safeParse(query['day']).data ?? dayOf(this.times.now());
  }
}

const readerOf = ({ roles }: OfSchool): RegisterReader => ({
  mayMark: mayDo(roles, 'mark-register'),
  mayAuthorise: mayDo(roles, 'authorise-absences'),
});

/** The marks of a session to type from: one line for each pupil, in the order of their names. */
function fileOf(facts: RegisterFacts, half: Session): string {
  const lines = registerEntries(facts).flatMap(({ about, mark }) => {
    if (mark === null || about.session !== half) return [];
    const pupil = facts.pupils.get(about.subjectId);
    const upn = orElse(pupil?.upn ?? '', '');
    const site = facts.sites.get(about.siteId)?.name ?? '';
    const did = doneThere(mark.nature, mark.words);
    return [[fullName(pupil), upn, yearWords(pupil), about.on, sessionWords[half], orElse(mark.code, ''), did, site]];
  });
  const header = ['Pupil', 'UPN', 'Year', 'Day', 'Session', 'Code', 'Nature of the activity', 'Site'];
  return csvOf([header, ...lines.sort(([a = ''], [b = '']) => a.localeCompare(b))]);
}
