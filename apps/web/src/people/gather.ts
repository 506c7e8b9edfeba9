import { Injectable, NotFoundException } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id, Position } from '#event-sourcing';
import { AllSchools, PeopleById, PersonById, SchoolById, type PersonRow, type SchoolRow } from '#read-models';
import { Times } from '../shell/as-at.js';
import type { SignedIn } from '../shell/context.js';
import type { Taken } from '../shell/form-answers.js';
import { orNotFound } from '../shell/found.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { isNotOver, mayChangeSignIn } from './in-charge.js';

export type GivenRole = SchoolRow['roles'][number];

/** A person as a school sees them: what they are here, and of other schools only whether there are any. */
export type PersonHere = {
  readonly school: SchoolRow;
  readonly person: PersonRow;
  /** Their roles at this school that are not over, those to come among them. */
  readonly roles: readonly GivenRole[];
  readonly elsewhere: boolean;
  /** Whether the reader may change how they come in. */
  readonly inCharge: boolean;
  readonly today: Day;
};

/** Asks for the people of a school: those who have, or once had, a role there. Nobody else is shown. */
@Injectable()
export class GatherPeople {
  constructor(
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  today(): Day {
    return dayOf(this.times.now());
  }

  async ofSchool({ roles }: SchoolRow): Promise<readonly PersonRow[]> {
    return this.queries.execute(new PeopleById({ personIds: [...new Set(roles.map(({ personId }) => personId))] }));
  }

  /** The school as it is now: a page that waited for an entry must not show what the guard had read before. */
  async now({ schoolId }: SchoolRow): Promise<SchoolRow> {
    return orNotFound(await this.queries.execute(new SchoolById({ schoolId })));
  }

  /** @throws {NotFoundException} for somebody who never had a role at this school. */
  async person(reader: SignedIn, { schoolId }: SchoolRow, personId: Id): Promise<PersonHere> {
    const [person, schools] = await Promise.all([
      this.queries.execute(new PersonById({ personId })),
      this.queries.execute(new AllSchools({})),
    ]);
    const school = schools.find((each) => each.schoolId === schoolId);
    if (!person || !school?.roles.some((each) => each.personId === personId)) throw new NotFoundException();
    const today = this.today();
    const heldAt = (each: SchoolRow) =>
      each.roles.filter((given) => given.personId === personId && isNotOver(given, today));
    return {
      school,
      person,
      roles: heldAt(school),
      elsewhere: schools.some((each) => each.schoolId !== schoolId && heldAt(each).length > 0),
      inCharge: mayChangeSignIn(reader, person, schools, today),
      today,
    };
  }
  /** The same for whoever may change how the person comes in; for others there is no such page. */
  async inCharge(reader: SignedIn, school: SchoolRow, personId: Id): Promise<PersonHere> {
    const here = await this.person(reader, school, personId);
    if (!here.inCharge) throw new NotFoundException();
    return here;
  }
}

/** What was done about a person is seen on their page. */
export const seen = (
  { school: { schoolId }, person: { personId } }: PersonHere,
  done: Done,
  position: Position | null,
): Taken => ({ to: urlOf(paths.people.show, { schoolId, personId }), done, position });
