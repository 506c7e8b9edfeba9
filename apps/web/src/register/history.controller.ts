import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { orElse, type Day, type Id } from '#event-sourcing';
import {
  MarksOfPlacement,
  PeopleById,
  PlacementById,
  PlacementsOf,
  PupilById,
  PupilsById,
  type MarkRow,
} from '#read-models';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { ofSchoolOrNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { dayOf } from '../shell/words.js';
import { historyPage, returnsPage } from './history.page.js';

/** What the marks of many days come to: those of a placement, and of whom a local authority may have to be told. */
@Controller()
export class RegisterHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  @Get(paths.register.ofPlacement)
  @Allowed('see-board')
  async ofPlacement(@Here() { school }: OfSchool, @Param('placementId', anId) placementId: Id, @Res() res: Response) {
    const placement = ofSchoolOrNotFound(await this.queries.execute(new PlacementById({ placementId })), school);
    const marks = await this.queries.execute(new MarksOfPlacement({ placementId }));
    const [pupil, people] = await Promise.all([
      this.queries.execute(new PupilById({ subjectId: placement.subjectId })),
      this.queries.execute(new PeopleById({ personIds: [...new Set(marks.flatMap(peopleOf))] })),
    ]);
    const personOf = byKey(people, ({ personId }) => personId);
    const nameOf = (personId: Id) =>
      orElse(personOf.get(personId)?.name ?? 'somebody', 'somebody whose name is erased');
    const about = { school, now: this.times.now() };
    res.render('register/history', { page: historyPage(placement, pupil, marks, about, nameOf) });
  }

  @Get(paths.register.returns)
  @Allowed('see-board')
  async returns(@Here() { school }: OfSchool, @Res() res: Response) {
    const placements = await this.queries.execute(new PlacementsOf({ schoolId: school.schoolId }));
    const since = schoolYearOf(dayOf(this.times.now()));
    const ran = placements.filter(({ startedOn, endedOn }) => startedOn !== undefined && (endedOn ?? since) >= since);
    const marks = await Promise.all(
      ran.map(({ placementId }) => this.queries.execute(new MarksOfPlacement({ placementId }))),
    );
    const subjectIds = [...new Set(ran.map(({ subjectId }) => subjectId))];
    const pupils = await this.queries.execute(new PupilsById({ subjectIds }));
    const page = returnsPage(
      school,
      marks.flat(),
      byKey(pupils, ({ subjectId }) => subjectId),
      since,
    );
    res.render('register/returns', { page });
  }
}

/** Everybody who is named by a mark. */
const peopleOf = ({ decidedBy, enteredBy, before }: MarkRow): Id[] => [
  decidedBy,
  ...(enteredBy === undefined ? [] : [enteredBy]),
  ...orElse(before, []).map((each) => each.decidedBy),
];

/** The first of September before a day, or the day itself. */
function schoolYearOf(on: Day): Day {
  const september = `${on.slice(0, 4)}-09-01`;
  return on >= september ? september : `${Number(on.slice(0, 4)) - 1}-09-01`;
}
