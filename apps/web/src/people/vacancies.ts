import { namedOn, lastDayAt, namedIn, ownerOn, vacantKeyRoles, type Arranged, type Role } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { addDays } from '#procedure';
import type {
  DutyOfSession,
  EvaluationActionRow,
  NamedStaffRow,
  PersonRow,
  SchoolRow,
  SessionRow,
  TrustRow,
} from '#read-models';

/** What nobody follows somebody in who leaves a school, or has left it: from `from` on it is nobody's. */
export type Vacancy = {
  /** Names it in a form. */
  readonly key: string;
  readonly personId: Id;
  readonly from: Day;
} & (
  | { readonly kind: 'role'; readonly role: Role; readonly standInIds: readonly Id[] }
  | { readonly kind: 'placement'; readonly named: NamedStaffRow; readonly parts: readonly Part[] }
  | { readonly kind: 'action'; readonly action: EvaluationActionRow }
  | { readonly kind: 'search'; readonly session: SessionRow; readonly duty: DutyOfSession }
  | { readonly kind: 'procedure' }
);

/** What somebody does for a pupil who is placed, by the arrangements. */
export type Part = 'welfareChecks' | 'welfareStandIn' | 'monitoringVisits' | 'visitsStandIn';

export type VacancyFacts = {
  readonly school: Pick<SchoolRow, 'schoolId' | 'roles'>;
  /** Those who have, or once had, a role there. */
  readonly people: readonly Pick<PersonRow, 'personId' | 'leftOn'>[];
  readonly named: readonly NamedStaffRow[];
  readonly actions: readonly EvaluationActionRow[];
  /** The searches that nobody has ended. */
  readonly searches: readonly SessionRow[];
  readonly trust: Pick<TrustRow, 'owners'> | null;
  readonly today: Day;
};

/** The facts as they would be if somebody's last day at the school were this one. */
export function ifLastDay(facts: VacancyFacts, personId: Id, on: Day): VacancyFacts {
  const roles = facts.school.roles.map((each) =>
    each.personId === personId && each.from <= on && (each.until === undefined || each.until > on)
      ? { ...each, until: on }
      : each,
  );
  const people = facts.people.map((each) => (each.personId === personId ? { ...each, leftOn: on } : each));
  return { ...facts, school: { ...facts.school, roles }, people };
}

/**
 * All that nobody follows anybody in: key roles that lose their last holder, what arrangements of placements name a leaver
 * for, actions that are theirs, searches that they had taken, and the trust's procedure. It is read with the days, ahead of
 * them as well, and a role that ends counts as much as a person who leaves.
 */
// Procedure: S2.4, S13.13, S13.15
export function staffVacancies(facts: VacancyFacts): Vacancy[] {
  const { school, people, today } = facts;
  const leaving = new Map(people.flatMap(({ personId, leftOn }) => (leftOn === undefined ? [] : [[personId, leftOn]])));
  const goneFrom = (personId: Id): Day | null => {
    const last = lastDayAt(personId, school.roles, leaving);
    if (last === null) return null;
    const next = addDays(last, 1);
    return next < today ? today : next;
  };
  const vacant = vacantKeyRoles(school.roles, leaving, today, (on) => addDays(on, 1));
  return [
    ...vacant.flatMap(({ role, from, lastHolderIds: [personId], standInIds }): Vacancy[] =>
      personId === undefined ? [] : [{ kind: 'role', key: `role-${role}`, personId, from, role, standInIds }],
    ),
    ...facts.named.flatMap((each) => inPlacement(each, goneFrom)),
    ...facts.actions.flatMap((each) => ofAction(each, goneFrom)),
    ...facts.searches.flatMap((each) => inSearch(each, goneFrom, today)),
    ...ofProcedure(facts.trust, goneFrom),
  ];
}

type GoneFrom = (personId: Id) => Day | null;

function inPlacement(named: NamedStaffRow, goneFrom: GoneFrom): Vacancy[] {
  const everNamed = new Set([...namedIn(named), ...named.passedOn.map(({ toId }) => toId)]);
  return [...everNamed].flatMap((personId): Vacancy[] => {
    const from = goneFrom(personId);
    if (from === null || (named.endedOn !== undefined && named.endedOn < from)) return [];
    const parts = partsOf(namedOn(named, named.passedOn, from), personId);
    const key = `placement-${named.placementId}-${personId}`;
    return parts.length === 0 ? [] : [{ kind: 'placement', key, personId, from, named, parts }];
  });
}

function partsOf({ welfareChecks, monitoringVisits }: Arranged, personId: Id): Part[] {
  const all: readonly (readonly [Part, Id])[] = [
    ['welfareChecks', welfareChecks.personId],
    ['welfareStandIn', welfareChecks.standInId],
    ['monitoringVisits', monitoringVisits.personId],
    ['visitsStandIn', monitoringVisits.standInId],
  ];
  return all.flatMap(([part, who]) => (who === personId ? [part] : []));
}

function ofAction(action: EvaluationActionRow, goneFrom: GoneFrom): Vacancy[] {
  const owners = [action.owner, ...action.handovers.map(({ owner }) => owner)];
  const people = owners.flatMap(({ kind, id }) => (kind === 'person' ? [id] : []));
  return [...new Set(people)].flatMap((personId): Vacancy[] => {
    const from = goneFrom(personId);
    if (from === null || ownerOn(action, from).id !== personId) return [];
    return [{ kind: 'action', key: `action-${action.actionId}`, personId, from, action }];
  });
}

/** A search can't wait for whoever goes, and while they are there it is theirs: it counts from their last day on. */
function inSearch(session: SessionRow, goneFrom: GoneFrom, today: Day): Vacancy[] {
  return session.duties.flatMap((duty): Vacancy[] => {
    if (duty.kind !== 'find-the-pupil' || duty.status !== 'open' || duty.takenBy === undefined) return [];
    const from = goneFrom(duty.takenBy);
    if (from === null || from > addDays(today, 1)) return [];
    return [{ kind: 'search', key: `search-${duty.dutyId}`, personId: duty.takenBy, from, session, duty }];
  });
}

function ofProcedure(trust: VacancyFacts['trust'], goneFrom: GoneFrom): Vacancy[] {
  return [...new Set((trust?.owners ?? []).map(({ personId }) => personId))].flatMap((personId): Vacancy[] => {
    const from = goneFrom(personId);
    if (from === null || trust?.owners.findLast((each) => each.from <= from)?.personId !== personId) return [];
    return [{ kind: 'procedure', key: 'procedure', personId, from }];
  });
}

/** Who may follow: those who are at the school, and of whom no last day is known. */
export function followersFor({ school, people }: Pick<VacancyFacts, 'school' | 'people'>, leaverId: Id): readonly Id[] {
  const leaving = new Map(people.flatMap(({ personId, leftOn }) => (leftOn === undefined ? [] : [[personId, leftOn]])));
  return people
    .map(({ personId }) => personId)
    .filter((personId) => personId !== leaverId && lastDayAt(personId, school.roles, leaving) === null);
}
