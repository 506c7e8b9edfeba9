import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id } from '#event-sourcing';
import {
  NamedStaffOf,
  NotAccountedFor,
  OpenActionsOf,
  PeopleById,
  PupilsById,
  TheTrust,
  type PersonRow,
  type SchoolRow,
} from '#read-models';
import { byKey } from '../shell/lists.js';
import type { VacancyNames } from './vacancy-words.js';
import { followersFor, ifLastDay, staffVacancies, type Vacancy, type VacancyFacts } from './vacancies.js';

/** What nobody follows anybody in at a school, with the names of those it is about. */
export type SchoolVacancies = VacancyNames & {
  readonly schoolId: Id;
  readonly vacancies: readonly Vacancy[];
  readonly today: Day;
};
/** Of one person, with who may follow them. */
export type PersonVacancies = SchoolVacancies & { readonly followers: readonly PersonRow[] };

/** Asks for what nobody follows a leaver in. */
@Injectable()
export class GatherVacancies {
  constructor(private readonly queries: QueryBus) {}

  async ofSchool(school: SchoolRow, today: Day): Promise<SchoolVacancies> {
    const { facts, staff } = await this.facts(school, today);
    return this.named(school, facts, staff, staffVacancies(facts));
  }

  /** Of one person; as if their last day were another one, where a day is given. */
  async ofPerson(school: SchoolRow, personId: Id, today: Day, lastDay?: Day): Promise<PersonVacancies> {
    const { facts, staff } = await this.facts(school, today);
    const as = lastDay === undefined ? facts : ifLastDay(facts, personId, lastDay);
    const theirs = staffVacancies(as).filter((each) => each.personId === personId);
    const may = new Set(followersFor(facts, personId));
    return {
      ...(await this.named(school, facts, staff, theirs)),
      followers: staff.filter((each) => may.has(each.personId)),
    };
  }

  private async facts(school: SchoolRow, today: Day): Promise<{ facts: VacancyFacts; staff: readonly PersonRow[] }> {
    const { schoolId } = school;
    const personIds = [...new Set(school.roles.map(({ personId }) => personId))];
    const [staff, named, actions, searches, trust] = await Promise.all([
      this.queries.execute(new PeopleById({ personIds })),
      this.queries.execute(new NamedStaffOf({ schoolId })),
      this.queries.execute(new OpenActionsOf({ schoolId })),
      this.queries.execute(new NotAccountedFor({ schoolId })),
      this.queries.execute(new TheTrust({})),
    ]);
    return { facts: { school, people: staff, named, actions, searches, trust, today }, staff };
  }

  private async named(
    { schoolId }: SchoolRow,
    { today }: VacancyFacts,
    staff: readonly PersonRow[],
    vacancies: readonly Vacancy[],
  ): Promise<SchoolVacancies> {
    const subjectIds = vacancies.flatMap((each) =>
      each.kind === 'placement' ? [each.named.subjectId] : each.kind === 'search' ? [each.session.subjectId] : [],
    );
    const pupils = await this.queries.execute(new PupilsById({ subjectIds: [...new Set(subjectIds)] }));
    return {
      schoolId,
      vacancies,
      today,
      people: byKey(staff, ({ personId }) => personId),
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
    };
  }
}
