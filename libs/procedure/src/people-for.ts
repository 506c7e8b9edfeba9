import type { Role, Standing } from '#domain';
import type { Day, Id } from '#event-sourcing';

/** Who stands how to which role, and from when until when; the roles of a school's row are such. */
export type GivenRole = {
  readonly role: Role;
  readonly personId: Id;
  readonly standing: Standing;
  readonly from: Day;
  /** The last day. */
  readonly until?: Day | undefined;
};

const standings: readonly Standing[] = ['holder', 'cover', 'deputy'];

/**
 * Whom a rung of a ladder tells on a day: all holders of its role; where none is left, those who cover, then deputies,
 * then the headteacher. A rung is a different person and not merely another role: whoever has been told is passed over,
 * and so is whoever is away. Nobody is told where nobody is left: that shows, and the next rung comes.
 */
export function peopleFor(
  rung: Role,
  roles: readonly GivenRole[],
  told: ReadonlySet<Id>,
  away: ReadonlySet<Id>,
  on: Day,
): readonly Id[] {
  for (const role of new Set<Role>([rung, 'headteacher'])) {
    for (const standing of standings) {
      const people = roles
        .filter((each) => each.role === role && each.standing === standing && isCurrent(each, on))
        .map(({ personId }) => personId)
        .filter((personId) => !told.has(personId) && !away.has(personId));
      if (people.length > 0) return [...new Set(people)].sort();
    }
  }
  return [];
}

const isCurrent = ({ from, until }: GivenRole, on: Day): boolean => from <= on && (until === undefined || on <= until);
